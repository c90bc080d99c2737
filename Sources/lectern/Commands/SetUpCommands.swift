import ArgumentParser
import Credentials
import Directory
import Model
import ProgressCore

/// The command `lectern migrate`.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the databases to this release's schema.",
        discussion: "Servers do this at start as well. A database of a newer release is refused and left alone."
    )

    @OptionGroup var json: JSONOption

    func run() async throws {
        try await lectern.run {
            let installation = try Installation.read()
            _ = try installation.openDirectory()
            _ = try installation.openCore()
            let versions = [("directory", Directory.migrations.count), ("progress", ProgressCore.migrations.count)]
            guard json.isOn else {
                for (name, version) in versions { Console.print("\(name): schema \(version)") }
                return
            }
            Console.print { json in
                json.object { json in
                    for (name, version) in versions {
                        json.name(name)
                        json.integer(version)
                    }
                }
            }
        }
    }
}

/// The command `lectern check-config`.
struct CheckConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the configuration and show what is in force, with secrets masked.",
        discussion: "Ends with 78 and says what to set when something is wrong. Needs no database."
    )

    @OptionGroup var json: JSONOption

    func run() async throws {
        try await lectern.run {
            let installation = try Installation.read()
            var values = installation.configuration.effective.map { ($0.key.environmentName, $0.value) }
            let files = try installation.keyFolder.list()
            // Secrets are in files only; what can be shown of them is that they are there.
            for file in files { values.append(("\(file.purpose.rawValue) key \(file.version)", "***")) }
            if json.isOn {
                Console.print { json in
                    json.object { json in
                        for (name, value) in values {
                            json.name(name)
                            json.string(value)
                        }
                    }
                }
            } else {
                for (name, value) in values { Console.print("\(name)=\(value)") }
            }
            _ = try installation.keys()
        }
    }
}
