import ArgumentParser
import Credentials
import Directory
import Model

/// The command `lectern keys`.
struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, rotate and list the secrets in the key folder.",
        subcommands: [Initialize.self, Rotate.self, Retire.self, List.self]
    )

    struct Initialize: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Make every secret that is missing.",
            discussion: "What is there stays, so this can run again. Files are readable by their owner alone."
        )

        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let folder = try Installation.read().keyFolder
                let made = try folder.initialize(KeyPurpose.allCases)
                try Keys.show(made, json, otherwise: "All keys are there already, in \(folder.path)")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new version of a secret; old ones verify until retired.",
            discussion: """
                Running servers take it up within ten seconds, or at once on SIGHUP. API tokens move to a new pepper when \
                they are next used. A new lti key is published at once and signs an hour later, when platforms can know it.
                """
        )

        @Argument(help: "pepper, embed, internal or lti.") var purpose: KeyPurpose
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                try Keys.show([try Installation.read().keyFolder.rotate(purpose)], json, otherwise: "")
            }
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete an old version of a secret for good.",
            discussion: """
                What it signed no longer verifies. A pepper that tokens still depend on is kept unless --force is given. Wait \
                25 hours after the rotation of an lti key: an hour until the new one signs, a day for platforms to fetch it.
                """
        )

        @Argument(help: "pepper, embed, internal or lti.") var purpose: KeyPurpose
        @Argument(help: "The version to delete; never the current one.") var version: Int
        @Flag(help: "Delete a pepper even though API tokens stop working.") var force = false
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let installation = try Installation.read()
                if purpose == .pepper, !force {
                    let tokens = try await installation.openDirectory().tokens.list(organization: nil)
                    let now = installation.clock.now()
                    let dependent = tokens.filter { $0.pepperVersion == version && $0.status(at: now) == .active }
                    guard dependent.isEmpty else {
                        throw LecternError(
                            .conflict,
                            "\(dependent.count) active API tokens have not been used since pepper \(version) was current; "
                                + "rotate or revoke them, or give --force"
                        )
                    }
                }
                try installation.keyFolder.retire(purpose, version: version)
                if purpose == .lti { try Self.warnOfOverlap(installation) }
                guard json.isOn else { return Console.print("Retired \(purpose.rawValue) key \(version)") }
                Console.print { json in
                    json.object { json in
                        json.name("purpose")
                        json.string(purpose.rawValue)
                        json.name("version")
                        json.integer(version)
                    }
                }
            }
        }

        /// Platforms keep the key set that they fetched for a while.
        private static func warnOfOverlap(_ installation: Installation) throws {
            let files = try installation.keyFolder.list()
            guard let current = files.last(where: { $0.purpose == .lti && $0.isCurrent }) else { return }
            let seconds = Double(ToolKeyRing.publishedSeconds + ToolKeyRing.overlapSeconds)
            let end = current.createdAt.adding(seconds: seconds)
            guard installation.clock.now() < end else { return }
            Console.note(
                "Platforms that have not fetched key \(current.version) yet refuse grades and rosters; by \(end) all will have"
            )
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the secrets, without showing them.")

        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let folder = try Installation.read().keyFolder
                try Keys.show(try folder.list(), json, otherwise: "No keys in \(folder.path): run `lectern keys init`")
            }
        }
    }

    private static func show(_ files: [KeyFile], _ json: JSONOption, otherwise remark: String) throws {
        if json.isOn {
            Console.print { json in
                json.array { json in
                    for file in files { write(file, to: &json) }
                }
            }
        } else if files.isEmpty {
            Console.print(remark)
        } else {
            TextTable.print(
                ["PURPOSE", "VERSION", "CURRENT", "CREATED", "FILE"],
                files.map { file in
                    [
                        file.purpose.rawValue, String(file.version), file.isCurrent ? "yes" : "no",
                        file.createdAt.description, file.path,
                    ]
                }
            )
        }
    }

    private static func write(_ file: KeyFile, to json: inout JSONWriter) {
        json.object { json in
            json.name("purpose")
            json.string(file.purpose.rawValue)
            json.name("version")
            json.integer(file.version)
            json.name("current")
            json.bool(file.isCurrent)
            json.name("createdAt")
            json.time(file.createdAt)
            json.name("path")
            json.string(file.path)
        }
    }
}
