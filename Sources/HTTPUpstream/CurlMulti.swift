import CCurl

/// A libcurl multi handle: the transfers under way and the connections they share.
final class CurlMulti {
    private var handle: UnsafeMutableRawPointer?

    /// A multi handle; nothing when there is no memory for it.
    init?() {
        guard let handle = curl_multi_init() else { return nil }
        self.handle = handle
        _ = cx_multi_long(handle, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    }

    /// Keeps up to so many connections, those in use among them.
    func keepConnections(atMost count: Int) { _ = cx_multi_long(handle, CURLMOPT_MAXCONNECTS, count) }

    deinit {
        guard let handle else { return }
        _ = cx_multi_callbacks(handle, nil, nil, nil)
        curl_multi_cleanup(handle)
    }

    /// Closes every connection, which the client hears of; no transfer is under way or begins any more.
    func close() {
        guard let handle else { return }
        curl_multi_cleanup(handle)
        self.handle = nil
    }

    /// Has the client asked from now on; it outlives this object.
    func setClient(_ client: UpstreamClient) {
        let socket: cx_socket_callback = { _, socket, what, context, _ in
            guard let context else { return 0 }
            let client = Unmanaged<UpstreamClient>.fromOpaque(context).takeUnretainedValue()
            client.watch(
                socket,
                reading: what == CURL_POLL_IN || what == CURL_POLL_INOUT,
                writing: what == CURL_POLL_OUT || what == CURL_POLL_INOUT
            )
            return 0
        }
        let timer: cx_timer_callback = { _, milliseconds, context in
            guard let context else { return 0 }
            let client = Unmanaged<UpstreamClient>.fromOpaque(context).takeUnretainedValue()
            client.setTimeout(milliseconds: milliseconds < 0 ? nil : milliseconds)
            return 0
        }
        _ = cx_multi_callbacks(handle, socket, timer, Unmanaged.passUnretained(client).toOpaque())
    }

    func add(_ easy: CurlEasy) -> Bool { curl_multi_add_handle(handle, easy.handle) == CURLM_OK }

    /// Takes a transfer out; one that is not over has its connection closed, or its HTTP/2 stream reset.
    func remove(_ easy: CurlEasy) { curl_multi_remove_handle(handle, easy.handle) }

    /// Goes on where a socket is ready.
    func socketReady(_ socket: Int32, _ events: Int32) {
        var running: Int32 = 0
        curl_multi_socket_action(handle, socket, events, &running)
    }

    /// Goes on where a timeout has passed, and begins what was added.
    func timeoutPassed() {
        var running: Int32 = 0
        curl_multi_socket_action(handle, CURL_SOCKET_TIMEOUT, 0, &running)
    }

    /// The pointer set as CURLOPT_PRIVATE of the next transfer that has ended, and its outcome.
    func nextDone() -> (context: UnsafeMutableRawPointer, code: CURLcode)? {
        var code = CURLE_OK
        guard let easy = cx_multi_next_done(handle, &code) else { return nil }
        var context: UnsafeMutableRawPointer?
        _ = cx_easy_get_private(easy, &context)
        guard let context else { return nil }
        return (context, code)
    }
}
