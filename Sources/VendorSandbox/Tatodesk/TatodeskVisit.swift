import Primitives

/// A visit in the simulator.
struct TatodeskVisit {
    let id: Int
    let number: String
    let code: String
    let begin: Timestamp
    let classification: TatodeskReference.Classification
    let company: TatodeskReference.Named
    let unit: TatodeskReference.Unit
    let service: TatodeskReference.Service
    let status: TatodeskReference.Named?
    let agent: TatodeskReference.Named?
    /// In seconds; nothing where it did not come so far.
    let waiting: Int?
    let serviceTime: Int?
    let form: [(key: String, value: String)]

    /// How many visits there are at first.
    static let count = 120
    /// The number of the first.
    static let firstID = 2_361_000

    /// The visits of the forty days before a moment, the same for the same seed.
    static func first(
        before moment: Timestamp, seed: UInt64, number: (Timestamp) -> String
    ) -> [TatodeskVisit] {
        var random = DeterministicRandom(seed: seed)
        let span = 40 * 86_400_000
        return (0..<count).map { index in
            let offset = Int64(span / count * (count - index)) - Int64(random.integer(in: 0...3_600_000))
            let begin = Timestamp(milliseconds: moment.milliseconds - max(offset, 60_000))
            let unit = random.element(of: TatodeskReference.units)
            let status = random.element(of: TatodeskReference.statuses)
            let isServed = status.id == 4
            let classification = random.element(of: TatodeskReference.classifications)
            return TatodeskVisit(
                id: firstID + index, number: number(begin),
                code: "\(classification.abbreviation)\(index % 40 + 1)", begin: begin,
                classification: classification, company: TatodeskReference.companies[0], unit: unit,
                service: random.element(of: TatodeskReference.services), status: status,
                agent: status.id == 7 ? nil : random.element(of: TatodeskReference.agents),
                waiting: status.id == 7 ? nil : random.integer(in: 5...3000),
                serviceTime: isServed ? random.integer(in: 30...5400) : nil,
                form: [("NAME", "Visitor \(index + 1)"), ("EMAIL", "visitor\(index + 1)@example.com")])
        }
    }
}
