import CCurl

/// A URL that libcurl has taken apart. A handle that is given one does not parse its URL again at each
/// transfer.
final class CurlURL {
    let handle: OpaquePointer

    /// No URL yet; nothing when there is no memory for it.
    init?() {
        guard let handle = curl_url() else { return nil }
        self.handle = handle
    }

    deinit { curl_url_cleanup(handle) }

    /// Takes a URL apart, which ends with a zero byte. False when it is none, or names a user.
    func set(_ text: UnsafePointer<CChar>) -> Bool {
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_PATH_AS_IS | CURLU_DISALLOW_USER)
        return curl_url_set(handle, CURLUPART_URL, text, flags) == CURLUE_OK
    }
}
