import HTTPCore
import JSONCore
import Primitives

/// The calls about answers.
extension IndeCXData {
    /// `GET /answers-info/{action}`; the action may be `all`.
    func listAnswers(of name: String, _ query: IndeCXQuery) throws(IndeCXRefusal) -> Response {
        let (page, actionIDs) = (try IndeCXPage(query), try actionIDs(name))
        let found = try query.newest(
            answers.all.filter { actionIDs.contains($0.actionID) && $0.person.matches(query) })
        let questions = Dictionary(uniqueKeysWithValues: actions.all.map { ($0.id, $0) })
        return .json(capacity: 128 * 1024) { writer in
            page.write(total: found.count, to: &writer)
            writer.objects("answers", page.slice(found)) { writer, answer in
                guard let action = questions[answer.actionID] else { return }
                writeAnswer(answer, to: action, &writer)
            }
        }
    }

    /// `GET /category-info/{action}`: the answers that have categories; the action may be `all`.
    func listCategories(of name: String, _ query: IndeCXQuery) throws(IndeCXRefusal) -> Response {
        let (page, actionIDs) = (try IndeCXPage(query), try actionIDs(name))
        let found = try query.newest(
            answers.all.filter { actionIDs.contains($0.actionID) && !$0.categories.isEmpty })
        return .json(capacity: 64 * 1024) { writer in
            page.write(total: found.count, to: &writer)
            writer.objects("answers", page.slice(found)) { writer, answer in
                writer.member("answerId", answer.id)
                writer.member("inviteId", answer.inviteID)
                writer.objects("categories", answer.categories, Self.writeCategory)
                writer.member("createdAt", answer.createdAt)
                writer.member("updatedAt", answer.updatedAt)
            }
        }
    }

    /// `POST /create-answer/{action}`. An invite that is named must wait for its answer; it is answered then.
    mutating func createAnswer(
        to controlID: String, _ body: IndeCXBody, at now: Timestamp
    ) throws(IndeCXRefusal) -> Response {
        let action = try openAction(controlID)
        let invite = try body.string("inviteId").map { id throws(IndeCXRefusal) in
            guard let invite = invites[id], invite.actionID == action.id else { throw .inviteNotFound }
            if invite.isAnswered { throw .alreadyAnswered }
            return invite
        }
        let reading = try IndeCXAnswerReading(body, action)
        let id = newID(at: now)
        let replies = reading.replies.map { reply in
            IndeCXReply(id: newID(at: now), kind: reply.kind, text: reply.text, value: reply.value)
        }
        let answer = IndeCXAnswer(
            id: id, actionID: action.id, inviteID: invite?.id, detailsID: invite?.detailsID,
            controlID: newControlID(), person: reading.person, isAnonymous: false, channel: "api",
            review: reading.review, feedback: reading.feedback, replies: replies,
            indicators: indicators(reading.columns, of: action, at: now),
            answeredAt: now, createdAt: now, updatedAt: now)
        answers.append(answer, id: id)
        if let invite {
            invites.update(invite.id) { invite in
                invite.answerID = id
                invite.updatedAt = now
            }
        }
        return .json { writer in
            writer.member("message", "Successfully integrated answer." as StaticString)
            writer.member("id", id)
        }
    }
}
