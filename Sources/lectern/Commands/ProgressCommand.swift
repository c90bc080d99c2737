import ArgumentParser
import Directory
import Model
import ProgressCore

/// The command `lectern progress`.
struct ProgressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "progress",
        abstract: "Load learners' progress in bulk.",
        subcommands: [Import.self]
    )

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load progress records, one JSON object a line.",
            discussion: """
                A line is exactly the object that a progress read returns: with learnerId for embeds, with ltiUserId and \
                platformId for LTI. A record that exists is replaced. Servers may run meanwhile and see it at once. A line \
                that is wrong ends the load and is named; records are stored 5000 at a time, those stored before it stay, and \
                the file can be loaded again.
                """
        )

        @Argument(help: "The file, NDJSON; - for standard input.") var file: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let installation = try Installation.read()
                let loader = ProgressLoader(
                    directory: try installation.openDirectory(),
                    core: try installation.openCore(),
                    organization: organization,
                    clock: installation.clock
                )
                let loaded = try await loader.load(try InputFile(file))
                if loaded.unknownLessons > 0 {
                    Console.note(
                        "\(loaded.unknownLessons) lessons of these records are not imported yet; "
                            + "a lesson file with such an id takes its place"
                    )
                }
                guard json.isOn else { return Console.print("Loaded \(loaded.records) records") }
                Console.print { json in
                    json.object { json in
                        json.name("records")
                        json.integer(loaded.records)
                        json.name("unknownLessons")
                        json.integer(loaded.unknownLessons)
                    }
                }
            }
        }
    }
}
