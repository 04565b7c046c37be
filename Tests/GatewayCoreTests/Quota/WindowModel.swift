import Primitives

/// A window as one would write it without thinking of speed: the list of all times ever recorded.
struct WindowModel {
    let limit: Int
    let length: Duration
    private(set) var times: [Instant] = []

    init(limit: Int, length: Duration) { (self.limit, self.length) = (limit, length) }

    private func held(at now: Instant) -> [Instant] { times.filter { $0 + length > now }.sorted() }

    /// The calls in the window that ends at `now`. One that lies just a window back is out of it.
    func used(at now: Instant) -> Int { held(at: now).count }

    /// How long it is until so few calls are left that another may go.
    func wait(at now: Instant) -> Duration {
        let held = held(at: now)
        return held.count < limit ? .zero : held[held.count - limit] + length - now
    }

    /// When the `n`-th call goes, if each goes as soon as it may.
    func whenFree(forThe n: Int, from start: Instant) -> Instant {
        var model = self
        var moment = start
        for _ in 0..<n {
            moment = moment + model.wait(at: moment)
            model.record(at: moment)
        }
        return moment
    }

    mutating func record(at moment: Instant) { times.append(moment) }

    /// Takes a call at that moment back.
    mutating func giveBack(at moment: Instant) {
        if let index = times.firstIndex(of: moment) { times.remove(at: index) }
    }

    /// The most calls that any window of the length holds.
    var mostInAnyWindow: Int {
        let times = times.sorted()
        var most = 0
        var first = 0
        for last in times.indices {
            while times[first] + length <= times[last] { first += 1 }
            most = max(most, last - first + 1)
        }
        return most
    }
}

/// A step forward in time: often none, often less than a window, at times past several.
func step(_ generator: inout some RandomNumberGenerator, _ length: Duration) -> Duration {
    switch Int.random(in: 0...9, using: &generator) {
    case 0...3: .zero
    case 4: .nanoseconds(1)
    case 5...7: .nanoseconds(Int64.random(in: 0...length.nanoseconds / 4, using: &generator))
    case 8: length
    default: .nanoseconds(Int64.random(in: 0...length.nanoseconds * 3, using: &generator))
    }
}
