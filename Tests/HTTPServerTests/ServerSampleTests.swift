import Testing

/// The parser's samples over real connections: the same answers, then the end of the connection.
@Suite struct ServerSampleTests {
    @Test func everySampleOverASocket() async throws {
        try await TestServer.run { server in
            for sample in HTTP1ParserTests.samples {
                let client = try server.connect()
                client.send(sample.input)
                client.endInput()
                try check(sample, client)
            }
        }
    }

    @Test func everySampleInTwoPieces() async throws {
        try await TestServer.run { server in
            for sample in HTTP1ParserTests.samples {
                let client = try server.connect()
                let bytes = Array(sample.input.utf8)
                client.send(Array(bytes[..<(bytes.count / 2)]))
                await server.settle()
                client.send(Array(bytes[(bytes.count / 2)...]))
                client.endInput()
                try check(sample, client)
            }
        }
    }

    private func check(_ sample: Sample, _ client: TestClient) throws {
        for entry in sample.outcome where entry != "..." {
            if entry.hasPrefix("! ") {
                let response = try client.response()
                #expect(response.status == Int(entry.dropFirst(2)), "\(sample.name)")
                #expect(response.field("Connection") == "close")
                #expect(response.field("Content-Type") == "application/problem+json")
            } else {
                let isHead = entry.hasPrefix("HEAD")
                var response = try client.response(hasBody: !isHead)
                if response.status == 100 { response = try client.response() }
                #expect(response.status == 200, "\(sample.name)")
                #expect(isHead || entry.hasPrefix(response.body.prefix { $0 != " " } + " "), "\(sample.name)")
                #expect((response.field("Connection") == "close") == entry.hasSuffix(" close"))
            }
        }
        #expect(try client.rest() == "", "\(sample.name)")
    }
}
