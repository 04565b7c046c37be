extension EventLoop {
    /// Has `handler` told when the descriptor is ready for what `interest` names. Loop thread only.
    ///
    /// The loop keeps the handler until ``deregister(_:)``, which comes before the descriptor is closed.
    public func register(
        _ descriptor: Int32,
        interest: Readiness,
        urgency: Urgency = .urgent,
        handler: any EventHandler
    ) throws(SystemCallError) -> Registration {
        preconditionCurrent()
        precondition(urgency == .urgent || !interest.contains(.edge), "what is patient is told again")
        let registration = registrations.insert(descriptor, urgency, handler)
        do throws(SystemCallError) {
            try epoll(urgency).add(descriptor, interest: interest, registration: registration)
        } catch {
            _ = registrations.remove(registration)
            throw error
        }
        return registration
    }

    /// Changes what the handler is told of; ``Readiness/always`` is told even with an empty interest. A
    /// registration that is gone is left alone. Loop thread only.
    public func update(_ registration: Registration, interest: Readiness) throws(SystemCallError) {
        preconditionCurrent()
        guard let (descriptor, urgency) = registrations.entry(registration) else { return }
        try epoll(urgency).modify(descriptor, interest: interest, registration: registration)
    }

    /// Ends the registration: its handler is let go and hears nothing more, not even of events that were
    /// fetched already. A second time does nothing. Loop thread only.
    public func deregister(_ registration: Registration) {
        preconditionCurrent()
        guard let (descriptor, urgency) = registrations.remove(registration) else { return }
        epoll(urgency).remove(descriptor)
    }

    private func epoll(_ urgency: Urgency) -> Epoll {
        switch urgency {
        case .urgent: urgent
        case .patient: patient
        }
    }

    /// How many descriptors are registered. Loop thread only.
    public var registrationCount: Int { registrations.count }

    @inline(__always)
    func preconditionCurrent() {
        precondition(isCurrent, "called off the loop's thread")
    }
}
