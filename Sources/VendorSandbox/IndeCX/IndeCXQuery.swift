import HTTPCore
import Primitives

/// The parameters of a list. What the vendor does not document is passed over; a documented one that is
/// empty counts as absent; a malformed one is refused.
struct IndeCXQuery: Sendable {
    private let parameters: QueryParameters

    init(_ query: Text?) throws(IndeCXRefusal) {
        guard let parameters = QueryParameters(query) else { throw .malformedQuery }
        self.parameters = parameters
    }

    /// The value, unless it is absent or empty.
    func string(_ name: Text) -> String? {
        guard let value = parameters[name], !value.isEmpty else { return nil }
        return value.string
    }

    /// The value in lower case.
    func word(_ name: Text) -> String? { string(name)?.lowercased() }

    /// The digits of a telephone number.
    var phone: String? { string("phone")?.filter(\.isNumber) }

    /// An integer above zero.
    func positive(_ name: Text) throws(IndeCXRefusal) -> Int? {
        guard let value = string(name) else { return nil }
        let isDecimal = value.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isDecimal, value.utf8.count <= 9, let number = Int(value), number > 0 else {
            throw .invalid("\(name)")
        }
        return number
    }

    /// Which of a row's dates the days are about; by default the creation.
    func dateType() throws(IndeCXRefusal) -> IndeCXDateType {
        guard let value = string("dateType") else { return .createdAt }
        guard let type = IndeCXDateType(rawValue: value) else { throw .invalid("dateType") }
        return type
    }

    /// From the first moment of `startDate` to the end of `endDate`, either of them open. Days are São
    /// Paulo's, three hours behind UTC: the document does not say whose, and the company is there.
    func days() throws(IndeCXRefusal) -> Range<Timestamp> {
        let start = try day("startDate") ?? Timestamp(milliseconds: .min)
        let end = try day("endDate").map { Timestamp(milliseconds: $0.milliseconds + 86_400_000) }
        if let end, end <= start { throw .invalid("endDate") }
        return start..<(end ?? Timestamp(milliseconds: .max))
    }

    /// `DD-MM-YYYY`.
    private func day(_ name: Text) throws(IndeCXRefusal) -> Timestamp? {
        guard let value = string(name) else { return nil }
        let parts = value.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 2, 4],
            let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2]),
            let civil = CivilTime(year: year, month: month, day: day, hour: 3)
        else { throw .invalid("\(name)") }
        return civil.timestamp
    }
}

/// A date that days are about.
enum IndeCXDateType: String, Sendable {
    case createdAt
    case updatedAt
}

/// A row that has both dates.
protocol IndeCXDated {
    var createdAt: Timestamp { get }
    var updatedAt: Timestamp { get }
}

extension IndeCXAnswer: IndeCXDated {}
extension IndeCXInvite: IndeCXDated {}
extension IndeCXDetail: IndeCXDated {}
extension IndeCXQuarantine: IndeCXDated {
    var updatedAt: Timestamp { createdAt }
}

extension IndeCXQuery {
    /// The rows whose date of the asked type lies in the asked days, the newest first.
    func newest<Row: IndeCXDated>(_ rows: [Row]) throws(IndeCXRefusal) -> [Row] {
        let (days, type) = (try days(), try dateType())
        func date(_ row: Row) -> Timestamp { type == .createdAt ? row.createdAt : row.updatedAt }
        return rows.filter { days.contains(date($0)) }.sorted { date($0) > date($1) }
    }
}
