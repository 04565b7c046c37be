import Foundation
import HTTPCore
import Primitives
import Stores
import Synchronization
import TestSupport
import Testing
import VendorSandbox

@testable import GatewayCore

/// Ten thousand duplicates of one write, before Cxpress's simulator, while processes end and begin.
@Suite(.serialized, .timeLimit(.minutes(10))) struct DuplicateStormTests {
    private static let wave = 2500
    private static let body = """
        {"given_name": "Ana", "family_name": "Sá", "document": "1234567", "emails": ["ana.storm@example.net"]}
        """

    /// What the processes have before them: a vendor, which holds one write of each of the first two.
    private final class Scene: Sendable {
        /// Where the write of a process is held.
        struct Hold: Sendable {
            let begun = Gate()
            let end = Gate()
            let takesEffect: Bool
        }

        let time = ManualTime()
        private let simulator: CxpressSimulator
        private let effectCount = Counter()
        private let holds = Mutex<[Hold]>([])

        /// How many contacts the vendor made.
        var effects: Int { effectCount.value }

        init() {
            var configuration = CxpressConfiguration()
            configuration.domain = "acme"
            configuration.credentials = CxpressCredentialPair(
                token: "planted-token", refreshToken: "planted-refresh-token")
            simulator = CxpressSimulator(time: time, configuration: configuration)
        }

        /// Holds the next write.
        func hold(takingEffect takesEffect: Bool) -> Hold {
            let hold = Hold(takesEffect: takesEffect)
            holds.withLock { $0.append(hold) }
            return hold
        }

        func answer(_ call: Request) async -> VendorReply {
            guard call.method == .post else { return await VendorReply(simulator.respond(to: call)) }
            let hold = holds.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let hold else { return await write(call) }
            if hold.takesEffect { _ = await write(call) }
            hold.begun.open()
            await hold.end.wait()
            return .failure(.connectionLost, .maybeSent)
        }

        private func write(_ call: Request) async -> VendorReply {
            let response = await simulator.respond(to: call)
            if response.status == .created { effectCount.next() }
            return await VendorReply(response)
        }

        /// A process; one that is to end is known to have ended, whatever it still does.
        func start(on store: any Store, isToEnd: Bool) throws -> GatewayHarness {
            let connection = GatewayHarness.Connection(stand: { [self] in await answer($0) })
            return try GatewayHarness(
                [connection], time: time, store: store, adjust: { $0.limits.inFlight = 20_000 },
                adjustParts: { parts in if isToEnd { parts.owner = KeyedGateway.ended } })
        }
    }

    /// What became of a wave's requests, by status, and the bodies of those that were answered.
    private struct Outcome {
        var statuses: [Int: Int] = [:]
        var bodies: Set<String> = []
    }

    private static func send(_ gateway: GatewayHarness) async -> GatewayHarness.Answer {
        await gateway.send(.post, "/v1/contacts", body: body, fields: [("Idempotency-Key", "storm")])
    }

    /// As many duplicates as a wave has, less those that are held somewhere.
    private static func storm(_ gateways: [GatewayHarness], less held: Int = 0) async -> Outcome {
        await withTaskGroup(of: GatewayHarness.Answer.self) { group in
            for number in 0..<wave - held {
                let gateway = gateways[number % gateways.count]
                group.addTask { await send(gateway) }
            }
            var outcome = Outcome()
            for await answer in group {
                outcome.statuses[answer.status, default: 0] += 1
                if answer.status != 409 { outcome.bodies.insert(answer.body) }
            }
            return outcome
        }
    }

    private static func play(_ open: (Scene) async throws -> any Store, _ scene: Scene) async throws {
        // Killed before the vendor carried it out: nothing is there, and the next makes it.
        let first = scene.hold(takingEffect: false)
        let dying = try scene.start(on: await open(scene), isToEnd: true)
        let firstRequest = Task { await send(dying) }
        await first.begun.wait()
        #expect(await storm([dying], less: 1).statuses == [409: wave - 1] && scene.effects == 0)
        // Killed behind that: the next finds it.
        let second = scene.hold(takingEffect: true)
        let dyingToo = try scene.start(on: await open(scene), isToEnd: true)
        let secondRequest = Task { await send(dyingToo) }
        await second.begun.wait()
        #expect(await storm([dyingToo], less: 1).statuses == [409: wave - 1] && scene.effects == 1)
        let store = try await open(scene)
        let finding = try scene.start(on: store, isToEnd: false)
        let found = await storm([finding])
        #expect(Set(found.statuses.keys).isSubset(of: [201, 409]) && found.statuses[201] ?? 0 > 0)
        let another = try await open(scene)
        let others = [
            try scene.start(on: store, isToEnd: false), try scene.start(on: another, isToEnd: false),
        ]
        let replayed = await storm(others)
        #expect(replayed.statuses == [201: wave] && found.bodies.union(replayed.bodies).count == 1)
        #expect(await send(others[0]).isReplayed)
        #expect(scene.effects == 1)
        first.end.open()
        second.end.open()
        _ = await (firstRequest.value, secondRequest.value)
        #expect(await send(others[1]).status == 201 && scene.effects == 1)
    }

    @Test func oneOfTenThousandTakesEffect() async throws {
        let scene = Scene()
        let store = MemoryStore(time: scene.time)
        try await Self.play({ _ in store }, scene)
    }

    @Test func oneOfTenThousandTakesEffectOnDisk() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "storm-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "gateway.db").path
        let opened = Mutex<[SQLiteStore]>([])
        try await Self.play(
            { scene in
                let store = try await SQLiteStore.open(path: path, time: scene.time)
                opened.withLock { $0.append(store) }
                return store
            }, Scene())
        for store in opened.withLock({ $0 }) { await store.close() }
    }
}
