import CCurl
import HTTPCore
import Primitives

/// The options that were set for the request before, which need not be set again.
struct PreparedOptions {
    var form: RequestForm?
    var isSecure: Bool?
    var address: Text?
    let target = ByteBuffer(capacity: 256)
}

/// How libcurl is told of a method.
enum RequestForm: Equatable {
    case get
    case head
    /// A method without a body, by its name.
    case bodiless(Method)
    /// A method with a body, even if it is empty, by its name.
    case withBody(Method)
    /// A method with a body that comes in pieces, by its name.
    case withStream(Method)
}

extension CurlTransfer {
    /// Sets what is the same for every request.
    func setConstants(_ settings: UpstreamSettings) -> Bool {
        let context = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        let clientContext = UnsafeRawPointer(Unmanaged.passUnretained(client).toOpaque())
        let isSet = [
            easy.set(CURLOPT_NOSIGNAL, 1),
            // A transfer that ends while its host's name is looked up does not wait for that thread.
            easy.set(CURLOPT_QUICK_EXIT, 1),
            easy.set(CURLOPT_PROTOCOLS_STR, "http,https"),
            easy.set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https"),
            easy.set(CURLOPT_FOLLOWLOCATION, 0),
            easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
            easy.set(CURLOPT_HTTP09_ALLOWED, 0),
            easy.set(CURLOPT_PATH_AS_IS, 1),
            easy.setPointer(CURLOPT_CURLU, UnsafeRawPointer(url.handle)),
            // Decompressed by ``GzipInflater``.
            easy.set(CURLOPT_HTTP_CONTENT_DECODING, 0),
            easy.set(CURLOPT_PROXY, settings.proxy ?? ""),
            // Said, so that the environment is not asked at each request.
            easy.set(CURLOPT_NOPROXY, settings.proxy == nil ? "*" : ""),
            easy.set(CURLOPT_SSL_VERIFYPEER, 1),
            easy.set(CURLOPT_SSL_VERIFYHOST, 2),
            settings.certificateFile.map { easy.set(CURLOPT_CAINFO, $0) } ?? true,
            easy.set(CURLOPT_TCP_KEEPALIVE, 1),
            easy.set(CURLOPT_MAXAGE_CONN, settings.maximumIdleSeconds),
            // A page of a hundred records comes in one read: each costs system calls and an acknowledgement.
            easy.set(CURLOPT_BUFFERSIZE, 120 << 10),
            easy.setPointer(CURLOPT_PRIVATE, context),
            easy.setPointer(CURLOPT_HEADERDATA, context),
            easy.setPointer(CURLOPT_WRITEDATA, context),
            easy.setPointer(CURLOPT_READDATA, context),
            easy.setPointer(CURLOPT_PREREQDATA, context),
            easy.setPointer(CURLOPT_OPENSOCKETDATA, clientContext),
            easy.setPointer(CURLOPT_CLOSESOCKETDATA, clientContext),
        ]
        return !isSet.contains(false) && setCallbacks()
    }

    /// Sets what differs from the request before. The request, its body and its header lines stay where
    /// they are until the transfer is over.
    func prepare(_ request: UpstreamRequest) throws(UpstreamError) {
        self.request = request
        head.reset()
        let hasBody = request.body != nil || request.stream != nil || Self.alwaysHasBody(request.method)
        guard lines.write(request.fields, hasBody: hasBody) else {
            throw UpstreamError(.invalidRequest, .notSent, detail: "a header field cannot be sent")
        }
        guard let url = RequestURL(request.url) else {
            throw UpstreamError(.invalidRequest, .notSent, detail: "the URL cannot be sent")
        }
        // A proxy may have to be told the whole URL as the target.
        let address = client.settings.proxy == nil ? url.origin : request.url
        guard isAddress(address) || setAddress(address) else {
            throw UpstreamError(.invalidRequest, .notSent, detail: "the URL cannot be sent")
        }
        let isSet =
            easy.setPointer(CURLOPT_HTTPHEADER, lines.list) && prepareTarget(url)
            && prepareForm(request, hasBody: hasBody)
        guard isSet else {
            throw UpstreamError(.failed(code: Int(CURLE_OUT_OF_MEMORY.rawValue)), .notSent)
        }
    }

    private static func alwaysHasBody(_ method: Method) -> Bool {
        method == .post || method == .put || method == .patch
    }

    private func prepareTarget(_ url: RequestURL) -> Bool {
        if prepared.isSecure != url.isSecure {
            // Waiting for a connection that may turn out to be HTTP/2 pays off with TLS only.
            guard easy.set(CURLOPT_PIPEWAIT, url.isSecure ? 1 : 0) else { return false }
            prepared.isSecure = url.isSecure
        }
        if client.settings.proxy != nil { return true }
        prepared.target.removeAll()
        if url.target.isEmpty || url.target[0] != UInt8(ascii: "/") {
            prepared.target.append(UInt8(ascii: "/"))
        }
        prepared.target.append(url.target)
        prepared.target.append(0)
        return prepared.target.withBytes { easy.setPointer(CURLOPT_REQUEST_TARGET, $0.baseAddress) }
    }

    /// Whether the URL is the one that is set.
    private func isAddress(_ address: Text) -> Bool {
        prepared.address == address
    }

    private func setAddress(_ address: Text) -> Bool {
        let text = ByteBuffer(capacity: address.count + 1)
        text.append(address)
        text.append(0)
        let isSet = text.withBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.map(url.set) ?? false }
        }
        prepared.address = isSet ? text.text(0..<address.count) : nil
        return isSet
    }

    private func prepareForm(_ request: UpstreamRequest, hasBody: Bool) -> Bool {
        let form: RequestForm =
            switch request.method {
            case _ where request.stream != nil: .withStream(request.method)
            case _ where hasBody: .withBody(request.method)
            case .get: .get
            case .head: .head
            default: .bodiless(request.method)
            }
        var isSet = form == prepared.form || setForm(form)
        prepared.form = isSet ? form : nil
        if let stream = request.stream {
            upload = Upload(stream)
            // An unknown length has libcurl ask for the body, and send it in chunks over HTTP/1.1.
            isSet =
                isSet && cx_easy_offset(easy.handle, CURLOPT_POSTFIELDSIZE_LARGE, -1) == CURLE_OK
                && easy.setPointer(CURLOPT_POSTFIELDS, nil)
        } else if hasBody {
            let body = request.body ?? Self.emptyBody
            // libcurl does not copy the body; the request keeps it.
            isSet =
                isSet
                && cx_easy_offset(easy.handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
                    == CURLE_OK
            isSet = isSet && body.withBytes { easy.setPointer(CURLOPT_POSTFIELDS, $0.baseAddress) }
        }
        return isSet
    }

    private static let emptyBody = ByteBuffer(capacity: 16)

    private func setForm(_ form: RequestForm) -> Bool {
        switch form {
        case .get: setMethod(CURLOPT_HTTPGET, name: nil)
        case .head: easy.set(CURLOPT_NOBODY, 1) && easy.setPointer(CURLOPT_CUSTOMREQUEST, nil)
        case .bodiless(let method): setMethod(CURLOPT_HTTPGET, name: method.name.string)
        case .withBody(let method), .withStream(let method): setMethod(CURLOPT_POST, name: method.name.string)
        }
    }

    private func setMethod(_ option: CURLoption, name: String?) -> Bool {
        guard easy.set(CURLOPT_NOBODY, 0), easy.set(option, 1) else { return false }
        guard let name else { return easy.setPointer(CURLOPT_CUSTOMREQUEST, nil) }
        return easy.set(CURLOPT_CUSTOMREQUEST, name)
    }
}
