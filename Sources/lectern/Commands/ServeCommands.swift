import ArgumentParser

/// The command `lectern serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve gateway and core in one process, on SQLite.",
        discussion: """
            Listens on LECTERN_LISTEN for the world and on LECTERN_INTERNAL_LISTEN for /healthz, /readyz and /metrics. \
            Ends gracefully on SIGTERM or SIGINT within 20 seconds; reads the key folder again on SIGHUP.
            """
    )

    func run() async throws {
        try await lectern.run { try await Servers(try .read()).runAll() }
    }
}

/// The command `lectern gateway`.
struct ServeGateway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Serve a gateway whose core runs elsewhere.",
        discussion: "Reaches the core at LECTERN_CORE_URL; both need the same internal key in their key folders."
    )

    func run() async throws {
        try await lectern.run { try await Servers(try .read()).runGateway() }
    }
}

/// The command `lectern core`.
struct ServeCore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "core",
        abstract: "Serve a progress core for gateways.",
        discussion: """
            Listens on LECTERN_CORE_LISTEN and answers only calls that a gateway signed with the internal key. \
            Beside a gateway on one machine, give each its own LECTERN_INTERNAL_LISTEN.
            """
    )

    func run() async throws {
        try await lectern.run { try await Servers(try .read()).runCore() }
    }
}
