import CCurl

/// A libcurl easy handle and the room for its error message.
final class CurlEasy {
    let handle: UnsafeMutableRawPointer
    private let message: UnsafeMutablePointer<CChar>

    /// Makes libcurl ready for the process, once; safe from any thread since 7.84.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// A handle; nothing when there is no memory for it.
    init?() {
        guard Self.isReady, let handle = curl_easy_init() else { return nil }
        self.handle = handle
        message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        setPointer(CURLOPT_ERRORBUFFER, message)
    }

    deinit {
        curl_easy_cleanup(handle)
        message.deallocate()
    }

    /// What libcurl wrote about the last failure.
    var detail: String { String(cString: message) }

    func clearDetail() { message[0] = 0 }

    @discardableResult
    func set(_ option: CURLoption, _ value: Int) -> Bool {
        cx_easy_long(handle, option, value) == CURLE_OK
    }

    @discardableResult
    func set(_ option: CURLoption, _ value: String) -> Bool {
        value.withCString { cx_easy_pointer(handle, option, $0) == CURLE_OK }
    }

    @discardableResult
    func setPointer(_ option: CURLoption, _ value: UnsafeRawPointer?) -> Bool {
        cx_easy_pointer(handle, option, value) == CURLE_OK
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        _ = cx_easy_get_long(handle, info, &value)
        return value
    }

    /// A time of the transfer.
    func duration(_ info: CURLINFO) -> Duration {
        var microseconds: curl_off_t = 0
        _ = cx_easy_get_offset(handle, info, &microseconds)
        return .microseconds(Int64(microseconds))
    }
}
