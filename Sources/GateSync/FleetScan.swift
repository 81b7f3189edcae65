package import GateModel
package import ZKClient

/// Looks for gates at many addresses, a bounded number at a time; logs in nowhere.
package struct FleetScan: Sendable {
    /// Addresses looked at at the same time, 1 or more.
    package var width: Int
    /// The ports looked at on every address.
    package var ports: [Int]
    /// Looks at one address.
    package var look: @Sendable (GateAddress) async throws -> GateProbe.Outcome

    /// Makes a scan.
    package init(
        width: Int = 256, ports: [Int] = [GateAddress.defaultPort],
        look: @escaping @Sendable (GateAddress) async throws -> GateProbe.Outcome
    ) {
        self.width = max(1, width)
        self.ports = ports
        self.look = look
    }

    /// What was found at an address.
    package struct Found: Equatable, Sendable {
        /// The address.
        package var address: GateAddress
        /// A gate, or something else that takes connections.
        package var outcome: GateProbe.Outcome
    }

    /// Looks at every address of `ranges`, each once.
    ///
    /// Addresses are made one by one, so that a big range takes no memory. `onProgress` is called after
    /// each address, with the number done.
    ///
    /// - Returns: Whatever takes connections, in the order of addresses and ports.
    /// - Throws: `CancellationError`.
    package func run(
        _ ranges: [AddressRange], onProgress: (Int) -> Void = { _ in }
    ) async throws -> [Found] {
        let addresses = AddressRange.merged(ranges).lazy.flatMap { $0 }
        var next = addresses.makeIterator()
        var waiting: [GateAddress] = []
        func take() -> GateAddress? {
            if waiting.isEmpty, let address = next.next() {
                waiting = ports.reversed().map { GateAddress(host: "\(address)", port: $0) }
            }
            return waiting.popLast()
        }
        var found: [(number: Int, found: Found)] = []
        try await withThrowingTaskGroup(of: (Int, Found).self) { group in
            var started = 0
            func start() -> Bool {
                guard let address = take() else { return false }
                let number = started
                started += 1
                group.addTask { [look] in
                    (number, Found(address: address, outcome: try await look(address)))
                }
                return true
            }
            while started < width, start() {}
            var done = 0
            while let (number, result) = try await group.next() {
                done += 1
                onProgress(done)
                if result.outcome != .nothing { found.append((number, result)) }
                _ = start()
            }
        }
        return found.sorted { $0.number < $1.number }.map(\.found)
    }
}
