import ArgumentParser
import Foundation
import TestSupport

/// Runs a platform until it is told to end.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a platform that knows one tool.",
        discussion: """
            When it listens, one line of JSON says where it is and what `lectern platform import` needs to know of it. \
            /course frames the tool, /control/state says what happened, and /control/behaviour changes what it does.
            """
    )

    @Option(help: "The port to listen on; 0 for any.")
    var port = 0

    @Option(help: "The name under which browsers reach it.")
    var host = "127.0.0.1"

    @Option(help: "Where the tool is.")
    var tool: String

    @Option(help: "The tool's client id.")
    var client = "client-1"

    func run() async throws {
        let platform = LMS()
        platform.register(LMSClient(client, tool: tool))
        let client = client
        try await platform.serve(host: host, port: port) { Announcement.print($0, client: client) }
    }
}

/// The line that says where a platform is.
enum Announcement {
    static func print(_ platform: LMS, client: String) {
        var object = JSONObject()
        object.set("url", platform.base)
        object.set("course", platform.base + "/course")
        object.set("state", platform.base + "/control/state")
        object.set("client", client)
        object["import"] = platform.importFile(client: client)
        FileHandle.standardOutput.write(Data((object.text + "\n").utf8))
    }
}
