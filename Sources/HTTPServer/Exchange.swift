import HTTPCore

/// What the answer to a request depends on, besides what the handler says.
struct Exchange {
    var version = HTTP1Version.http11
    /// Whether the request is `HEAD`, whose answer has no body.
    var isHead = false
    /// Whether another request may follow.
    var keepsAlive = false
    /// Whether the request was refused; what follows it is not read.
    var isRefusal = false
    /// Whether the final response has begun.
    var hasBegun = false

    /// What a request cut short is answered by.
    init() {}

    init(_ head: RequestHead) {
        version = head.version
        isHead = head.request.method == .head
        keepsAlive = head.keepsAlive
    }
}
