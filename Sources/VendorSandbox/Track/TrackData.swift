import Primitives

/// What the account holds.
struct TrackData: Sendable {
    /// Where new ids come from.
    var random: DeterministicRandom
    let organizationHash: String
    var attributes: [TrackAttribute] = []
    var templates: [TrackTemplate] = []
    var integrations: [TrackIntegration] = []
    var surveys = KeyedRows<TrackSurvey>()
    private(set) var distributions = KeyedRows<TrackDistribution>()
    private(set) var interactions: [TrackInteraction] = []
    var exports: [TrackExport] = []

    /// An account without any data.
    init(random: DeterministicRandom) {
        self.random = random
        organizationHash = self.random.alphanumerics(6)
    }

    /// The survey of that id.
    func survey(_ uuid: String) throws(TrackRefusal) -> TrackSurvey {
        guard let survey = surveys[uuid] else { throw .notFound("Survey") }
        return survey
    }

    /// The distribution of that id.
    func distribution(_ uuid: String) throws(TrackRefusal) -> TrackDistribution {
        guard let distribution = distributions[uuid] else { throw .notFound("Distribution") }
        return distribution
    }

    /// Adds a distribution.
    mutating func add(_ distribution: TrackDistribution) {
        distributions.append(distribution, id: distribution.uuid)
    }

    /// Adds an answer, and counts it in its distribution.
    mutating func add(_ interaction: TrackInteraction) {
        interactions.append(interaction)
        distributions.update(interaction.distributionUUID) { distribution in
            if interaction.isComplete { distribution.done += 1 } else { distribution.partial += 1 }
        }
    }

    /// Changes a distribution, which must exist.
    mutating func update(_ uuid: String, _ change: (inout TrackDistribution) -> Void) {
        distributions.update(uuid, change)
    }

    /// Refuses a template that is not there or is for something else.
    func check(template hash: String?, _ type: TrackTemplateType, _ name: String) throws(TrackRefusal) {
        guard let hash else { return }
        guard templates.contains(where: { $0.hash == hash && $0.type == type }) else {
            throw .rule("The \(name) is not the hash of a template of type \(type.rawValue).")
        }
    }
}
