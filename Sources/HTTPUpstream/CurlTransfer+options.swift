import CCurl
import HTTPCore
import Primitives

/// The options that were set for the request before, which need not be set again.
struct PreparedOptions {
    var form: RequestForm?
    var connectTimeout: Int?
    var isSecure: Bool?
    var url = ByteBuffer(capacity: 256)
}

/// How libcurl is told of a method.
enum RequestForm: Equatable {
    case get
    case head
    /// A method without a body, by its name.
    case bodiless(Method)
    /// A method with a body, even if it is empty, by its name.
    case withBody(Method)
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
            easy.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1),
            // Offered by libcurl, decompressed by ``GzipInflater``.
            easy.set(CURLOPT_ACCEPT_ENCODING, "gzip"),
            easy.set(CURLOPT_HTTP_CONTENT_DECODING, 0),
            easy.set(CURLOPT_USERAGENT, settings.userAgent),
            easy.set(CURLOPT_PROXY, settings.proxy ?? ""),
            easy.set(CURLOPT_SSL_VERIFYPEER, 1),
            easy.set(CURLOPT_SSL_VERIFYHOST, 2),
            settings.certificateFile.map { easy.set(CURLOPT_CAINFO, $0) } ?? true,
            easy.set(CURLOPT_TCP_KEEPALIVE, 1),
            easy.set(CURLOPT_MAXAGE_CONN, settings.maximumIdleSeconds),
            // libcurl takes and frees this room for each transfer, and a glibc free of 64 KB or more tidies
            // the heap each time. A page of records still comes in few reads.
            easy.set(CURLOPT_BUFFERSIZE, 60 << 10),
            easy.setPointer(CURLOPT_PRIVATE, context),
            easy.setPointer(CURLOPT_HEADERDATA, context),
            easy.setPointer(CURLOPT_WRITEDATA, context),
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
        let hasBody = request.body != nil || Self.alwaysHasBody(request.method)
        guard lines.write(request.fields, hasBody: hasBody) else {
            throw UpstreamError(.invalidRequest, .notSent, detail: "a header field cannot be sent")
        }
        let isSecure = try prepareURL(request.url)
        var isSet = easy.setPointer(CURLOPT_HTTPHEADER, lines.list)
        if prepared.isSecure != isSecure {
            // Waiting for a connection that may turn out to be HTTP/2 pays off with TLS only.
            isSet = isSet && easy.set(CURLOPT_PIPEWAIT, isSecure ? 1 : 0)
            prepared.isSecure = isSecure
        }
        let connectTimeout = Int(clamping: max(request.timeouts.connect.nanoseconds / 1_000_000, 1))
        if prepared.connectTimeout != connectTimeout {
            isSet = isSet && easy.set(CURLOPT_CONNECTTIMEOUT_MS, connectTimeout)
            prepared.connectTimeout = connectTimeout
        }
        isSet = isSet && prepareForm(request, hasBody: hasBody)
        guard isSet else {
            throw UpstreamError(.failed(code: Int(CURLE_OUT_OF_MEMORY.rawValue)), .notSent)
        }
    }

    private static func alwaysHasBody(_ method: Method) -> Bool {
        method == .post || method == .put || method == .patch
    }

    /// Checks and sets the URL; whether it is one for TLS.
    private func prepareURL(_ url: Text) throws(UpstreamError) -> Bool {
        let isSecure = url.hasPrefixIgnoringCase("https://")
        let isSendable = url.withBytes { bytes in bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
        guard isSendable, isSecure || url.hasPrefixIgnoringCase("http://") else {
            throw UpstreamError(.invalidRequest, .notSent, detail: "the URL cannot be sent")
        }
        prepared.url.removeAll()
        prepared.url.append(url)
        prepared.url.append(0)
        let isSet = prepared.url.withBytes { easy.setPointer(CURLOPT_URL, $0.baseAddress) }
        guard isSet else {
            throw UpstreamError(.invalidRequest, .notSent, detail: "the URL cannot be sent")
        }
        return isSecure
    }

    private func prepareForm(_ request: UpstreamRequest, hasBody: Bool) -> Bool {
        let form: RequestForm =
            switch request.method {
            case _ where hasBody: .withBody(request.method)
            case .get: .get
            case .head: .head
            default: .bodiless(request.method)
            }
        var isSet = form == prepared.form || setForm(form)
        prepared.form = isSet ? form : nil
        if hasBody {
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
        case .withBody(let method): setMethod(CURLOPT_POST, name: method.name.string)
        }
    }

    private func setMethod(_ option: CURLoption, name: String?) -> Bool {
        guard easy.set(CURLOPT_NOBODY, 0), easy.set(option, 1) else { return false }
        guard let name else { return easy.setPointer(CURLOPT_CUSTOMREQUEST, nil) }
        return easy.set(CURLOPT_CUSTOMREQUEST, name)
    }
}
