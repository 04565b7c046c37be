import Foundation
import Glibc
import HTTPCore
import Primitives
import Testing

@testable import HTTPUpstream
@testable import Reactor

/// A TLS server: nginx with a certificate made for the test, for 127.0.0.1 alone.
private final class SecurePeer {
    static let isAvailable = ["/usr/sbin/nginx", "/usr/bin/openssl"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    let port: UInt16
    let certificate: String
    private let folder: URL
    private let server = Process()

    init(offersHTTP2: Bool) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.path + "/certificate.pem"
        let reserved = try Socket.listen(on: SocketAddress(host: .loopback, port: 0))
        port = try #require(reserved.localAddress).port
        reserved.close()
        let maker = Process()
        maker.executableURL = URL(filePath: "/usr/bin/openssl")
        maker.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-keyout", folder.path + "/key.pem", "-out", certificate, "-subj", "/CN=test",
            "-addext", "subjectAltName=IP:127.0.0.1",
        ]
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()
        try configuration(offersHTTP2).write(
            to: folder.appending(path: "nginx.conf"),
            atomically: true,
            encoding: .utf8
        )
        server.executableURL = URL(filePath: "/usr/sbin/nginx")
        server.arguments = ["-p", folder.path, "-c", folder.path + "/nginx.conf"]
        server.standardError = FileHandle.nullDevice
        try server.run()
    }

    deinit {
        // Not SIGTERM, which is blocked in what a thread of the test starts.
        kill(server.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    private func configuration(_ offersHTTP2: Bool) -> String {
        """
        daemon off; master_process off; pid nginx.pid; error_log stderr;
        events {}
        http {
            access_log off;
            client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi; scgi_temp_path scgi;
            server {
                listen 127.0.0.1:\(port) ssl\(offersHTTP2 ? " http2" : "");
                ssl_certificate certificate.pem; ssl_certificate_key key.pem;
                location / { return 200 "$server_protocol $connection"; }
            }
        }
        """
    }
}

@Suite(.enabled(if: SecurePeer.isAvailable)) struct TLSTests {
    /// An answer, once the server listens.
    private func answer(_ client: UpstreamClient, _ request: UpstreamRequest) async -> Result<
        UpstreamResponse, UpstreamError
    > {
        while true {
            do throws(UpstreamError) {
                return .success(try await client.send(request))
            } catch {
                guard error.cause == .connectFailed else { return .failure(error) }
                try? await client.loop.sleep(for: .milliseconds(5))
            }
        }
    }

    @Test func anUnknownCertificateIsRefused() async throws {
        let peer = try SecurePeer(offersHTTP2: false)
        let url = "https://127.0.0.1:\(peer.port)/"
        try await withClient { client in
            guard case .failure(let error) = await answer(client, get(url)) else {
                Issue.record("accepted")
                return
            }
            #expect(error.essence == .init(.tlsFailed, .notSent))
        }
        withExtendedLifetime(peer) {}
    }

    @Test func aCertificateForAnotherHostIsRefused() async throws {
        let peer = try SecurePeer(offersHTTP2: false)
        let url = "https://localhost:\(peer.port)/"
        try await withClient(UpstreamSettings(certificateFile: peer.certificate)) { client in
            guard case .failure(let error) = await answer(client, get(url)) else {
                Issue.record("accepted")
                return
            }
            #expect(error.essence == .init(.tlsFailed, .notSent))
        }
        withExtendedLifetime(peer) {}
    }

    @Test(arguments: [(false, "HTTP/1.1"), (true, "HTTP/2.0")])
    func aKnownCertificateIsAccepted(offersHTTP2: Bool, version: String) async throws {
        let peer = try SecurePeer(offersHTTP2: offersHTTP2)
        let url = "https://127.0.0.1:\(peer.port)/"
        try await withClient(UpstreamSettings(certificateFile: peer.certificate)) { client in
            var connections: Set<String> = []
            _ = try await answer(client, get(url)).get()
            try await withThrowingTaskGroup(of: UpstreamResponse.self) { group in
                for _ in 0..<20 { group.addTask { try await client.send(get(url)) } }
                for try await response in group {
                    let words = response.body.string.split(separator: " ").map(String.init)
                    #expect(words.first == version)
                    connections.insert(words.last ?? "")
                    #expect(response.framing == (offersHTTP2 ? .stream : .length))
                }
            }
            // HTTP/2 carries them all over one connection.
            if offersHTTP2 { #expect(connections.count == 1) }
        }
        withExtendedLifetime(peer) {}
    }
}
