import HTTPCore
import Primitives
import Stores
import Synchronization
import TestSupport
import UnifiedModel
import VendorKit

@testable import GatewayCore

/// A vendor of contacts that answers, refuses or loses as a test says, and counts what took effect.
///
/// Two contacts may have the same address: that there is one is the gateway's doing.
final class ContactDesk: Sendable {
    /// What becomes of a write.
    enum Turn: Sendable {
        /// It is carried out and answered.
        case answer
        /// It is carried out, and the answer is lost.
        case loseReply
        /// It is lost on its way.
        case loseRequest
        /// The vendor cannot be reached.
        case unreachable
        /// It is not carried out, and answered with that status.
        case refuse(Int)
        /// One that was lost before arrives after all, and this one is refused for it.
        case refuseAsDuplicate
        /// It is carried out, and answered with what is no JSON.
        case garble
        /// It is carried out, and answered once the second gate is open; the first opens then.
        case hold(begun: Gate, until: Gate)
        /// It is held before anything is carried out.
        case holdBefore(begun: Gate, until: Gate)
        /// It is carried out and answered with so many bytes.
        case answerAtLength(Int)
    }

    private struct State {
        var turns: [Turn] = []
        var emails: [String] = []
        var writes = 0
        var reads = 0
        var readsFail = false
    }

    private let state = Mutex(State())

    /// How many writes took effect.
    var effects: Int { state.withLock { $0.emails.count } }
    /// How many writes came.
    var writes: Int { state.withLock { $0.writes } }
    /// How many reads came.
    var reads: Int { state.withLock { $0.reads } }

    /// Has the next writes go these ways, and those behind them be answered.
    func plan(_ turns: Turn...) { state.withLock { $0.turns = turns } }

    /// Has reads fail from now on, or no longer.
    func failReads(_ readsFail: Bool) { state.withLock { $0.readsFail = readsFail } }

    /// Somebody else makes a contact.
    func add(_ email: String) { state.withLock { $0.emails.append(email) } }

    /// Answers a call.
    func answer(_ call: Request) async -> VendorReply {
        guard !call.method.isSafe else { return find() }
        let turn = state.withLock { state in
            state.writes += 1
            return state.turns.isEmpty ? Turn.answer : state.turns.removeFirst()
        }
        switch turn {
        case .answer: return carryOut(call)
        case .loseReply:
            _ = carryOut(call)
            return .failure(.connectionLost, .maybeSent)
        case .loseRequest: return .failure(.connectionLost, .maybeSent)
        case .unreachable: return .failure(.connectFailed, .notSent)
        case .refuse(let status): return .json("{\"message\": \"No.\"}", status: status)
        case .refuseAsDuplicate:
            _ = carryOut(call)
            return .json("{\"message\": \"There is one.\"}", status: 422)
        case .garble:
            _ = carryOut(call)
            return .json("<html>")
        case .hold(let begun, let end):
            let reply = carryOut(call)
            begun.open()
            await end.wait()
            // A call whose task is cancelled is broken off.
            return Task.isCancelled ? .failure(.cancelled, .maybeSent) : reply
        case .holdBefore(let begun, let end):
            begun.open()
            await end.wait()
            return carryOut(call)
        case .answerAtLength(let length):
            _ = carryOut(call)
            return .json("\"\(String(repeating: "x", count: length))\"")
        }
    }

    private func carryOut(_ call: Request) -> VendorReply {
        let body = (try? JSONTree(call.body ?? ByteBuffer())) ?? nil
        return state.withLock { state in
            state.emails.append(body["email"].string ?? "")
            return .json("{\"id\": \"\(state.emails.count)\"}", status: 201)
        }
    }

    private func find() -> VendorReply {
        state.withLock { state in
            state.reads += 1
            guard !state.readsFail else { return .json("{\"message\": \"Not now.\"}", status: 403) }
            let rows = state.emails.enumerated().map { "{\"id\": \"\($0 + 1)\", \"email\": \"\($1)\"}" }
            return .json("[\(rows.joined(separator: ","))]")
        }
    }
}

extension ContactDesk {
    /// Its adapter: contacts are known by their addresses, and can be looked for.
    static let vendor = DemoVendor.make { endpoints in
        endpoints.createContact = CreateEndpoint(
            writable: ["given_name", "emails"],
            request: { draft, _, _ in
                var request = VendorRequest(.post, "/contacts")
                request.json { $0.member("email", draft.emails.value?.first ?? "") }
                return request
            },
            record: { answer, draft in
                var fields = try answer.object()
                var contact = Contact(remoteID: try fields.text("id"))
                contact.emails = draft.emails.value ?? []
                return contact
            },
            reconciliation: Reconciliation(
                pageSize: 10, pagesPerSearch: 1,
                searches: { draft, _ in draft.emails.value?.first == nil ? [] : [search] },
                verdict: { found, draft, _ in
                    guard found.emails == draft.emails.value else { return .other }
                    return draft.givenName.isUnchanged ? .made : .unclear
                },
                record: { found, _ in found }))
        endpoints.updateContact = UpdateEndpoint(
            writable: ["given_name", "emails"],
            request: { input, _ in
                var request = VendorRequest(.patch, "/contacts/", .identifier(input.remoteID))
                request.json { $0.member("email", input.draft.emails.value?.first ?? "") }
                return request
            },
            record: { answer, input in
                _ = try answer.object()
                return Contact(remoteID: input.remoteID)
            })
    }

    private static let search = ListStage<Contact>(
        request: { _ in VendorRequest(.get, "/contacts") },
        rows: { answer, _ in RowPage(rows: try answer.array(), total: nil, hasMore: false) },
        record: { row in
            var fields = try row.object()
            var contact = Contact(remoteID: try fields.text("id"))
            contact.emails = [try fields.text("email")]
            return contact
        })
}
