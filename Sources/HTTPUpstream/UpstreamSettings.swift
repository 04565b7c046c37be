/// How an ``UpstreamClient`` connects.
public struct UpstreamSettings: Sendable {
    /// A file of certificates to trust instead of the system's; for tests and private authorities.
    /// Certificates are always checked.
    public var certificateFile: String?
    /// A proxy's URL; without one the environment's is not used either.
    public var proxy: String?
    /// What the client calls itself.
    public var userAgent: String
    /// How many connections may wait for their next request.
    public var maximumIdleConnections: Int
    /// How long a connection may have waited and still be used. Shorter than what servers and load
    /// balancers commonly grant (60 s and more), so that few connections are closed under a request.
    public var maximumIdleSeconds: Int

    /// These settings.
    public init(
        certificateFile: String? = nil, proxy: String? = nil, userAgent: String = "cx-gateway",
        maximumIdleConnections: Int = 256, maximumIdleSeconds: Int = 50
    ) {
        self.certificateFile = certificateFile
        self.proxy = proxy
        self.userAgent = userAgent
        self.maximumIdleConnections = maximumIdleConnections
        self.maximumIdleSeconds = maximumIdleSeconds
    }
}
