import CCurl
import HTTPCore
import Primitives

extension CurlTransfer {
    /// The outcome of a transfer that libcurl has ended with `code`.
    func outcome(_ code: CURLcode) -> Outcome {
        if let failure { return .failure(error(failure)) }
        if upload?.failure != nil, code == CURLE_ABORTED_BY_CALLBACK { return .failure(error(.cancelled)) }
        guard code == CURLE_OK else { return .failure(error(cause(of: code))) }
        // libcurl takes a header that the end of the connection cuts for a whole one.
        guard head.isComplete else {
            return .failure(error(head.status.code == 0 ? .malformed(.notHTTP) : .connectionLost))
        }
        guard inflater?.isComplete ?? true else { return .failure(error(.malformed(.contentEncoding))) }
        let isReused = easy.long(CURLINFO_NUM_CONNECTS) == 0
        let connect = max(easy.duration(CURLINFO_APPCONNECT_TIME_T), easy.duration(CURLINFO_CONNECT_TIME_T))
        return .success(
            UpstreamResponse(
                status: head.status,
                fields: head.fields(isAnswerToHead: isHead),
                body: body ?? ByteBuffer(capacity: 0),
                framing: head.framing(isAnswerToHead: isHead),
                timing: UpstreamResponse.Timing(
                    connect: isReused ? .zero : connect,
                    firstByte: easy.duration(CURLINFO_STARTTRANSFER_TIME_T),
                    total: easy.duration(CURLINFO_TOTAL_TIME_T)
                )
            )
        )
    }

    /// An error with that cause, for the transfer as it stands.
    func error(_ cause: UpstreamError.Cause) -> UpstreamError {
        UpstreamError(cause, delivery, detail: easy.detail)
    }

    private func cause(of code: CURLcode) -> UpstreamError.Cause {
        switch code {
        case CURLE_URL_MALFORMAT: .invalidRequest
        case CURLE_UNSUPPORTED_PROTOCOL: attempts == 0 ? .invalidRequest : .malformed(.notHTTP)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unresolved
        case CURLE_COULDNT_CONNECT: .connectFailed
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_NOTFOUND:
            .tlsFailed
        // libcurl's own bound of five minutes; the deadlines are the client's timers.
        case CURLE_OPERATION_TIMEDOUT: .timedOut(.connect)
        // What libcurl refuses by itself, before the header's reader sees the line.
        case CURLE_WEIRD_SERVER_REPLY where head.status.code == 0: .malformed(.notHTTP)
        case CURLE_WEIRD_SERVER_REPLY:
            .malformed(easy.detail.contains("Content-Length") ? .contentLength : .field)
        // A single line past what libcurl takes (100 KB) is said as a lack of memory.
        case CURLE_OUT_OF_MEMORY where attempts > 0 && !head.isComplete: .malformed(.headerTooLarge)
        case CURLE_PARTIAL_FILE: .truncated
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_RECV_ERROR:
            causeOfLoss(code)
        default: .failed(code: Int(code.rawValue))
        }
    }

    /// The connection ended, or what came over it could not be read.
    private func causeOfLoss(_ code: CURLcode) -> UpstreamError.Cause {
        if attempts == 0 { return .connectFailed }
        let detail = easy.detail
        if detail.contains("header") { return .malformed(.headerTooLarge) }
        if !head.isComplete { return .connectionLost }
        if code == CURLE_RECV_ERROR, detail.contains("chunk") { return .malformed(.chunk) }
        return .truncated
    }
}
