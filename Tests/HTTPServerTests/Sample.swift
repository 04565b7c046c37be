import Testing

/// A piece of input and what a strict reading of RFC 9112 makes of it.
struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let input: String
    let outcome: [String]

    init(_ name: String, _ input: String, _ outcome: String...) {
        self.name = name
        self.input = input
        self.outcome = outcome
    }

    var testDescription: String { name }
}

/// What is read.
extension Sample {
    static let accepted: [Sample] = [
        Sample("plain", "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "GET / Host=h keep"),
        Sample("query", "GET /a/b?c=d&e HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a/b?c=d&e Host=h keep"),
        Sample("empty query", "GET /a? HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a? Host=h keep"),
        Sample(
            "question mark in the query",
            "GET /a?b?c HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET /a?b?c Host=h keep"
        ),
        Sample(
            "escapes",
            "GET /a%20b?c=%C3%A9 HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET /a%20b?c=%C3%A9 Host=h keep"
        ),
        Sample(
            "sub-delimiters",
            "GET /!$&'()*+,;=:@-._~ HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET /!$&'()*+,;=:@-._~ Host=h keep"
        ),
        Sample("two slashes", "GET //a HTTP/1.1\r\nHost: h\r\n\r\n", "GET //a Host=h keep"),
        Sample("method HEAD", "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", "HEAD / Host=h keep"),
        Sample("method POST", "POST / HTTP/1.1\r\nHost: h\r\n\r\n", "POST / Host=h keep"),
        Sample("method PUT", "PUT / HTTP/1.1\r\nHost: h\r\n\r\n", "PUT / Host=h keep"),
        Sample("method PATCH", "PATCH / HTTP/1.1\r\nHost: h\r\n\r\n", "PATCH / Host=h keep"),
        Sample("method DELETE", "DELETE / HTTP/1.1\r\nHost: h\r\n\r\n", "DELETE / Host=h keep"),
        Sample("method OPTIONS", "OPTIONS / HTTP/1.1\r\nHost: h\r\n\r\n", "OPTIONS / Host=h keep"),
        Sample("asterisk", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "OPTIONS * Host=h keep"),
        Sample("absolute form", "GET http://x:81/a?b HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a?b Host=x:81 keep"),
        Sample("absolute form, root", "GET http://x HTTP/1.1\r\nHost: h\r\n\r\n", "GET / Host=x keep"),
        Sample(
            "absolute form, query alone",
            "GET HTTPS://x?b HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET /?b Host=x keep"
        ),
        Sample("absolute form, 1.0", "GET http://x/ HTTP/1.0\r\n\r\n", "GET / Host=x close"),
        Sample("1.0", "GET / HTTP/1.0\r\n\r\n", "GET / close"),
        Sample(
            "1.0 keep-alive",
            "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
            "GET / Connection=Keep-Alive keep"
        ),
        Sample(
            "1.0 keep-alive and close",
            "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n",
            "GET / Connection=keep-alive, close close"
        ),
        Sample(
            "close",
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
            "GET / Host=h Connection=close close"
        ),
        Sample(
            "close in a list",
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: x , CLOSE,\r\n\r\n",
            "GET / Host=h Connection=x , CLOSE, close"
        ),
        Sample(
            "close in a second field",
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: te\r\nConnection: close\r\n\r\n",
            "GET / Host=h Connection=te Connection=close close"
        ),
        Sample(
            "closed is not close",
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: closed\r\n\r\n",
            "GET / Host=h Connection=closed keep"
        ),
        Sample("empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "GET / Host=h keep"),
        Sample("empty line after a request", "GET / HTTP/1.1\r\nHost: h\r\n\r\n\r\n", "GET / Host=h keep"),
        Sample(
            "host with port",
            "GET / HTTP/1.1\r\nHost: example.com:8080\r\n\r\n",
            "GET / Host=example.com:8080 keep"
        ),
        Sample(
            "host with an empty port",
            "GET / HTTP/1.1\r\nHost: example.com:\r\n\r\n",
            "GET / Host=example.com: keep"
        ),
        Sample("host is IPv6", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET / Host=[::1]:80 keep"),
        Sample("host with underscore", "GET / HTTP/1.1\r\nHost: a_b\r\n\r\n", "GET / Host=a_b keep"),
        Sample("host in capitals", "GET / HTTP/1.1\r\nHOST: h\r\n\r\n", "GET / HOST=h keep"),
        Sample("value without space", "GET / HTTP/1.1\r\nHost:h\r\n\r\n", "GET / Host=h keep"),
        Sample(
            "value between spaces and tabs",
            "GET / HTTP/1.1\r\nHost: \t h \t \r\n\r\n",
            "GET / Host=h keep"
        ),
        Sample("empty value", "GET / HTTP/1.1\r\nHost: h\r\nA:\r\nB: \r\n\r\n", "GET / Host=h A= B= keep"),
        Sample(
            "tab and space in a value",
            "GET / HTTP/1.1\r\nHost: h\r\nA: b\tc d\r\n\r\n",
            "GET / Host=h A=b\tc d keep"
        ),
        Sample("UTF-8 in a value", "GET / HTTP/1.1\r\nHost: h\r\nA: é\r\n\r\n", "GET / Host=h A=é keep"),
        Sample(
            "colons in a value",
            "GET / HTTP/1.1\r\nHost: h\r\nA: b: c\r\n\r\n",
            "GET / Host=h A=b: c keep"
        ),
        Sample(
            "every token character",
            "GET / HTTP/1.1\r\nHost: h\r\n!#$%&'*+-.^_`|~0aZ: v\r\n\r\n",
            "GET / Host=h !#$%&'*+-.^_`|~0aZ=v keep"
        ),
        Sample(
            "length",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
            "POST / Host=h Content-Length=5 body=hello keep"
        ),
        Sample(
            "length with zeros before",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0005\r\n\r\nhello",
            "POST / Host=h Content-Length=0005 body=hello keep"
        ),
        Sample(
            "length of none",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
            "POST / Host=h Content-Length=0 keep"
        ),
        Sample(
            "body on GET",
            "GET / HTTP/1.1\r\nHost: h\r\ncontent-length: 2\r\n\r\nab",
            "GET / Host=h content-length=2 body=ab keep"
        ),
        Sample(
            "body of line ends",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n\r\n\r\n",
            "POST / Host=h Content-Length=4 body=\r\n\r\n keep"
        ),
        Sample(
            "1.0 with length",
            "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nab",
            "POST / Content-Length=2 body=ab close"
        ),
        Sample("body not whole", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhell", "..."),
        Sample("head not whole", "GET / HTTP/1.1\r\nHost: h\r\n", "..."),
        Sample(
            "two requests",
            "GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET /a Host=h keep",
            "GET /b Host=h keep"
        ),
        Sample(
            "a body, then a request",
            "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nxGET /b HTTP/1.1\r\nHost: h\r\n\r\n",
            "POST /a Host=h Content-Length=1 body=x keep",
            "GET /b Host=h keep"
        ),
        Sample(
            "chunked",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "POST / Host=h Transfer-Encoding=chunked body=hello keep"
        ),
        Sample(
            "chunked, two chunks",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n"
                + " world\r\n0\r\n\r\n",
            "POST / Host=h Transfer-Encoding=chunked body=hello world keep"
        ),
        Sample(
            "chunked, hexadecimal",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n"
                + "a\r\n0123456789\r\n00\r\n\r\n",
            "POST / Host=h Transfer-Encoding=chunked body=01234567890123456789 keep"
        ),
        Sample(
            "chunked, sixteen digits",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0000000000000005\r\n"
                + "hello\r\n0\r\n\r\n",
            "POST / Host=h Transfer-Encoding=chunked body=hello keep"
        ),
        Sample(
            "chunked, none",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST / Host=h Transfer-Encoding=chunked body= keep"
        ),
        Sample(
            "chunk extension",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;ext\r\nhello\r\n0\r\n\r\n",
            "POST / Host=h Transfer-Encoding=chunked body=hello keep"
        ),
        Sample(
            "chunk extension with value",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b;c=\"d e\"\r\n"
                + "hello\r\n0;last\r\n\r\n",
            "POST / Host=h Transfer-Encoding=chunked body=hello keep"
        ),
        Sample(
            "trailer",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
                + "A: b\r\nContent-Length: 9\r\n\r\n",
            "POST / Host=h Transfer-Encoding=chunked body=hello keep"
        ),
        Sample(
            "chunk of line ends",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\n0\r\n\r\n",
            "POST / Host=h Transfer-Encoding=chunked body=\r\n\r\n keep"
        ),
        Sample(
            "chunked in capitals",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
            "POST / Host=h Transfer-Encoding=Chunked body= keep"
        ),
        Sample(
            "chunked, then a request",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
                + "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
            "POST / Host=h Transfer-Encoding=chunked body=x keep",
            "GET / Host=h keep"
        ),
        Sample(
            "chunk not whole",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
            "..."
        ),
        Sample(
            "expectation",
            "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
            "POST / Host=h Expect=100-Continue Content-Length=1 body=x continue keep"
        ),
        Sample(
            "expectation without body",
            "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n",
            "POST / Host=h Expect=100-continue keep"
        ),
        Sample(
            "expectation in 1.0",
            "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
            "POST / Expect=100-continue Content-Length=1 body=x close"
        ),
        Sample("unknown expectation in 1.0", "POST / HTTP/1.0\r\nExpect: x\r\n\r\n", "POST / Expect=x close"),
        Sample(
            "upgrade is left alone",
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
            "GET / Host=h Connection=Upgrade Upgrade=h2c keep"
        ),
        Sample("nothing", ""),
    ]
}
