import ArgumentParser

/// A learning management system for tests and measurements, which nothing in the product needs.
@main
struct TestPlatform: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "TestPlatform",
        abstract: "A learning management system for tests and measurements.",
        subcommands: [Serve.self, Load.self],
        defaultSubcommand: Serve.self
    )
}
