import ArgumentParser
import Foundation
import TestSupport

/// Drives launches as fast as they are answered.
struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Drive whole launches, login and token, over some connections for some seconds.",
        discussion: """
            First a line of JSON with what `lectern platform import` needs to know. When the tool knows the platform, \
            each line on standard input begins a load of so many seconds, which ends with a line of JSON with its figures.
            """
    )

    @Option(help: "Where the tool is.")
    var tool: String

    @Option(help: "The target link of the launches.")
    var target: String

    @Option(help: "How many browsers launch at the same time.")
    var connections = 8

    @Option(help: "The tool's client id.")
    var client = "client-1"

    @Flag(help: "Read the page behind each launch, too.")
    var pages = false

    func run() async throws {
        let platform = LMS()
        platform.register(LMSClient(client, tool: tool))
        let driver = LaunchDriver(platform: platform, client: client, target: target, readsPages: pages)
        try await withPlatform(platform) { platform in
            Announcement.print(platform, client: client)
            while let line = readLine() {
                guard let seconds = Double(line), seconds > 0 else { throw ValidationError("no number of seconds") }
                write(try await driver.run(connections: connections, seconds: seconds))
            }
        }
    }

    private func write(_ figures: LaunchFigures) {
        FileHandle.standardOutput.write(Data((figures.text + "\n").utf8))
    }
}
