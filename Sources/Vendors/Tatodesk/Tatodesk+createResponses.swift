import HTTPCore
import JSONCore
import Primitives
import UnifiedModel
import VendorKit

extension Tatodesk {
    /// One call a response, each with the form's own words. A form takes nothing of who answered.
    static let createResponses = BatchEndpoint<ResponsesDraft>(
        writable: ["score", "answered_at", "answers"], lookups: { [form($0.owner).step] }
    ) { input, lookups, account in
        guard let form = lookups[form(input.owner)] else { throw VendorFailure(.notFound) }
        let responses = input.draft.responses
        var faults = SurveyCheck(form.survey).faults(of: responses)
        guard faults.isEmpty else { throw Problem.invalid(faults) }
        let filled = responses.enumerated().map { index, response in
            FilledForm(form, response, at: "/responses/\(index)", faults: &faults)
        }
        guard faults.isEmpty else { throw Problem.invalid(faults) }
        return zip(responses, filled).enumerated().map { index, element in
            let answered = element.0.answeredAt ?? account.moment
            let request = register(element.1, of: input.owner, answered, account)
            return WriteCall(items: index..<index + 1, request: request) { _ in
                .done([.done(.accepted, id: nil)])
            }
        }
    }

    /// What the two dates mean is not documented: the day of the answer is taken as the one that is referred
    /// to, today as the one of the request.
    private static func register(
        _ filled: FilledForm, of form: Text, _ answered: Timestamp, _ account: Account
    ) -> VendorRequest {
        var request = VendorRequest(.post, "/survey/v1/registerSurveyAnswer", host: .api)
        request.wordsOfAbsence = "not found"
        request.json { writer in
            writer.member("surveyFormID", form)
            writer.member("referenceDate", compact(account.zone.day(of: answered)))
            writer.member("requestDate", compact(account.zone.day(of: account.moment)))
            writer.beginObject("answers")
            writer.beginArray("answers")
            for answer in filled.answers { answer.write(to: &writer) }
            writer.endArray()
            writer.endObject()
        }
        return request
    }

    /// A day as `DDMMYYYY`.
    private static func compact(_ day: CalendarDay) -> Text {
        let (year, month, date) = numbers(of: day)
        return Text(joining: date, month, year)
    }

    /// Year, month and day of the month, in four and two digits.
    static func numbers(of day: CalendarDay) -> (year: Text, month: Text, day: Text) {
        let buffer = ByteBuffer(capacity: Timestamp.length)
        day.midnight.timestamp.append(to: buffer)
        return (buffer.text(0..<4), buffer.text(5..<7), buffer.text(8..<10))
    }
}
