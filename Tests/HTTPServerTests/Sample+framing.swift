/// Lengths, codings and chunks that are refused: the ways to smuggle one request inside of another.
extension Sample {
    static let refusedFraming: [Sample] = [
        Sample("negative length", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\nhello", "! 400"),
        Sample("length with plus", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\nhello", "! 400"),
        Sample(
            "length in hexadecimal",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0x5\r\n\r\nhello",
            "! 400"
        ),
        Sample("length list", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5,5\r\n\r\nhello", "! 400"),
        Sample(
            "length list with space",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5, 5\r\n\r\nhello",
            "! 400"
        ),
        Sample(
            "two words as length",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5 5\r\n\r\nhello",
            "! 400"
        ),
        Sample(
            "fraction as length",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5.0\r\n\r\nhello",
            "! 400"
        ),
        Sample(
            "exponent as length",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5e1\r\n\r\nhello",
            "! 400"
        ),
        Sample("empty length", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \r\n\r\nhello", "! 400"),
        Sample(
            "letters as length",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: five\r\n\r\nhello",
            "! 400"
        ),
        Sample(
            "length in quotes",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \"5\"\r\n\r\nhello",
            "! 400"
        ),
        Sample(
            "length past 64 bits",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 18446744073709551621\r\n\r\nhello",
            "! 400"
        ),
        Sample(
            "length past 63 bits",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9223372036854775808\r\n\r\nhello",
            "! 400"
        ),
        Sample(
            "length of many digits",
            "POST / HTTP/1.1\r\nHost: h\r\n"
                + "Content-Length: 9999999999999999999999999999999999999999\r\n\r\nhello",
            "! 400"
        ),
        Sample(
            "two lengths",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            "! 400"
        ),
        Sample(
            "two equal lengths",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
            "! 400"
        ),
        Sample(
            "length over the limit",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\n\r\n",
            "! 413"
        ),
        Sample(
            "length at the top of 63 bits",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9223372036854775807\r\n\r\n",
            "! 413"
        ),
        Sample(
            "CL.TE",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
            "! 400"
        ),
        Sample(
            "TE.CL",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n"
                + "\r\n8\r\nSMUGGLED\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "TE.CL of none",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "TE and an unsupported coding with CL",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: 3\r\n\r\n",
            "! 400"
        ),
        Sample(
            "TE.TE",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "TE.TE identity",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
                + "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "TE.TE unknown",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-encoding: x\r\n"
                + "\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: identity",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: gzip alone",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: gzip, then chunked",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "! 501"
        ),
        Sample(
            "coding: chunked, then gzip",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: chunked twice",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: xchunked",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: chunked and a comma",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked,\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: a comma and chunked",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: chunked with a parameter",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: chunked in quotes",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: chunked in quotes of one kind",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: 'chunked'\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: two words",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: x chunked\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: empty coding",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: chunked behind a vertical tab",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \u{B}chunked\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: folded",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: space before the colon",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "coding: bare LF before it",
            "POST / HTTP/1.1\r\nHost: h\r\nA: b\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample("coding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "! 400"),
        Sample(
            "coding in 1.0 with keep-alive",
            "POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: hexadecimal prefix",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: plus",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: minus",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: space before",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n 5\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: space behind",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: tab behind",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\t\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: space before an extension",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5 ;ext\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: seventeen digits",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "00000000000000005\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: past 64 bits",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "10000000000000000\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: past 63 bits",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n8000000000000000\r\n"
                + "hello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: all ones",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n"
                + "hello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: not a digit",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\ng\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: no size",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: extension alone",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n;ext\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: underscore",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1_0\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: comma",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5,5\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: fullwidth digit",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n５\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: bare LF after the size",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: bare CR after the size",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\rhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: bare LF in an extension",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;a\nb\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: NUL in an extension",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;a\0\r\nhello\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: longer than its size",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: shorter than its size",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell\r\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: bare LF behind the data",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\n0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: bare CR behind the data",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r0\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: last chunk of no digits",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: bare LF at the end",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\n",
            "! 400"
        ),
        Sample(
            "chunk: trailer without colon",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: trailer with obs-fold",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n c\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: trailer with space before the colon",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA : b\r\n\r\n",
            "! 400"
        ),
        Sample(
            "chunk: over the body limit",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n",
            "! 413"
        ),
        Sample(
            "chunk: over the body limit by 63 bits",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFFFFFFFFFF\r\n",
            "! 413"
        ),
        Sample(
            "chunk: a size that adds up past 63 bits",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n7FFFFFFFFFFFFFFF\r\n",
            "! 413"
        ),
        Sample(
            "unknown expectation",
            "POST / HTTP/1.1\r\nHost: h\r\nExpect: 200-ok\r\nContent-Length: 1\r\n\r\nx",
            "! 417"
        ),
        Sample(
            "two expectations",
            "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue, x\r\nContent-Length: 1\r\n\r\nx",
            "! 417"
        ),
        Sample(
            "second expectation unknown",
            "POST / HTTP/1.1\r\nHost: h\r\nExpect: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
            "! 417"
        ),
    ]
}
