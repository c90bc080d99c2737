import Testing

/// The ways to run Lectern that must give the same answers.
enum Topology: CaseIterable, Sendable, CustomTestStringConvertible {
    case together
    case togetherWithoutHotPath
    case apart

    var testDescription: String { "\(self)" }
}

extension Lectern {
    /// Serves in one of the ways while a test asks.
    func serving<Value>(as topology: Topology, _ body: (LecternServer) async throws -> Value) async throws -> Value {
        switch topology {
        case .together: try await serving("serve", body)
        case .togetherWithoutHotPath: try await serving(with: ["HOT_PATH": "off"], body)
        case .apart:
            try await serving("core") { core in
                try await serving("gateway", with: ["CORE_URL": core.url], body)
            }
        }
    }
}
