import CCurl
import HTTPCore
import Primitives

extension CurlTransfer {
    /// Has libcurl call the functions below.
    func setCallbacks() -> Bool {
        let header: cx_data_callback = { bytes, _, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.takeHeaderLine(bytes, count) ? count : 0
        }
        let body: cx_data_callback = { bytes, _, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.takeBody(bytes, count) ? count : 0
        }
        let upload: cx_data_callback = { bytes, _, count, context in
            guard let bytes, let context else { return cx_read_abort() }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.giveBody(bytes, count)
        }
        let prerequest: cx_prerequest_callback = { context, _, _, _, _ in
            guard let context else { return CURL_PREREQFUNC_ABORT }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.beginAttempt() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
        let open: cx_open_callback = { context, _, address in
            guard let context, let address else { return CURL_SOCKET_BAD }
            let socket = cx_open_socket(address)
            if socket >= 0 {
                Unmanaged<UpstreamClient>.fromOpaque(context).takeUnretainedValue().connectionOpened(socket)
            }
            return socket
        }
        let close: cx_close_callback = { context, socket in
            guard let context else { return 1 }
            Unmanaged<UpstreamClient>.fromOpaque(context).takeUnretainedValue().closeConnection(socket)
            return 0
        }
        return cx_easy_data(easy.handle, CURLOPT_HEADERFUNCTION, header) == CURLE_OK
            && cx_easy_data(easy.handle, CURLOPT_WRITEFUNCTION, body) == CURLE_OK
            && cx_easy_data(easy.handle, CURLOPT_READFUNCTION, upload) == CURLE_OK
            && cx_easy_prerequest(easy.handle, prerequest) == CURLE_OK
            && cx_easy_sockets(easy.handle, open, close) == CURLE_OK
    }

    /// The connection stands and the request is about to be sent. libcurl sends it again, up to five times,
    /// when a connection that was used before ends without a byte of an answer (and when an HTTP/2 peer
    /// refuses the stream). The vendor may have acted on the first one and counts both, so the second is
    /// refused here whatever the method, and the gateway decides.
    private func beginAttempt() -> Bool {
        attempts += 1
        if attempts > 1 { failure = .connectionLost }
        return attempts == 1
    }

    private func takeHeaderLine(_ bytes: UnsafeMutablePointer<CChar>, _ count: Int) -> Bool {
        // A trailer.
        if head.isComplete { return true }
        do throws(MalformedResponse) {
            try bytes.withMemoryRebound(to: UInt8.self, capacity: count) { line throws(MalformedResponse) in
                try head.take(line: UnsafeBufferPointer(start: line, count: count))
            }
        } catch {
            failure = .malformed(error)
            return false
        }
        if head.isComplete { return prepareForBody() }
        return true
    }

    private func prepareForBody() -> Bool {
        guard !isHead, head.status.allowsBody, let maximum = request?.maximumBody else { return true }
        if head.isCompressed {
            inflater = client.takeInflater()
            body = ByteBuffer(capacity: Self.roomForUnknownLength)
            return inflater != nil
        }
        guard let length = head.contentLength else {
            body = ByteBuffer(capacity: Self.roomForUnknownLength)
            return true
        }
        guard length <= maximum else {
            failure = .bodyTooLarge
            return false
        }
        body = ByteBuffer(capacity: min(length, Self.roomForAnnouncedLength))
        return true
    }

    /// What a body is given room for at first when its length is not known.
    private static let roomForUnknownLength = 4 << 10
    /// What a peer merely announces is not taken at its word for more than this.
    private static let roomForAnnouncedLength = 256 << 10

    private func takeBody(_ bytes: UnsafeMutablePointer<CChar>, _ count: Int) -> Bool {
        guard let body, let maximum = request?.maximumBody else { return false }
        return bytes.withMemoryRebound(to: UInt8.self, capacity: count) { start in
            let input = UnsafeBufferPointer(start: start, count: count)
            if let inflater { return takeCompressed(input, inflater, body, maximum) }
            guard count <= maximum - body.count else {
                failure = .bodyTooLarge
                return false
            }
            body.append(start, count: count)
            return true
        }
    }

    private func takeCompressed(
        _ input: UnsafeBufferPointer<UInt8>,
        _ inflater: GzipInflater,
        _ body: ByteBuffer,
        _ maximum: Int
    ) -> Bool {
        do throws(GzipInflater.Failure) {
            try inflater.inflate(input, into: body, maximum: maximum)
            return true
        } catch {
            switch error {
            case .broken: failure = .malformed(.contentEncoding)
            case .tooLarge: failure = .bodyTooLarge
            }
            return false
        }
    }
}
