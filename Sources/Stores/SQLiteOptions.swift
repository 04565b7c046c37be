/// How a store works its file.
struct SQLiteOptions: Sendable {
    /// How long to wait for another process that holds the file.
    var patience: Duration = .seconds(2)
    /// How many calls may wait.
    var capacity = 4096
    /// How many commits share a transaction at most.
    var groupLimit = 512
    /// How many pages of the write-ahead log are written back together: 4 MB.
    var checkpointPages = 1000
    /// How often expired records are removed.
    var sweepInterval: Duration = .seconds(60)
    /// How long after that the rest of them is, where not all were removed at once.
    var sweepPause: Duration = .seconds(1)
    /// How many expired records are removed at once.
    var sweepLimit = 500
    /// How many pages the file may have, for tests of a disk that is full; as many as fit when it is not said.
    var maximumPages: Int?
    /// One of SQLite's virtual file systems, for tests whose disk fails.
    var fileSystem: String?
}
