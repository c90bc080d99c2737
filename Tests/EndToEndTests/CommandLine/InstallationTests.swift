import Directory
import Model
import ProgressCore
import Storage
import Testing

@Suite struct InstallationTests {
    @Test(arguments: [["serve"], ["gateway"], ["core"], ["demo"], ["check-config"], ["keys", "list"]])
    func aMissingKeyFolderEndsWith78(command: [String]) async throws {
        let result = try await Lectern(keys: false).attempt(command)
        #expect(result.end == .status(78))
        #expect(result.remarks.contains("The key folder keys does not exist: run `lectern keys init`"))
    }

    @Test(arguments: [0o640, 0o604, 0o620])
    func aKeyThatOthersMayReadEndsWith78(mode: Int) async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        try lectern.setMode(mode, of: "keys/pepper-1.key")
        let commands = [
            ["serve"], ["core"], ["demo"], ["check-config"],
            ["token", "create", "--organization", organization, "--name", "N"],
        ]
        for command in commands {
            let result = try await lectern.attempt(command)
            #expect(result.end == .status(78))
            #expect(result.remarks.contains("chmod 600 keys/pepper-1.key"), "\(result.remarks)")
        }
    }

    @Test(arguments: ["", "0123", String(repeating: "z", count: 64) + "\n"])
    func aMalformedKeyEndsWith78AndIsNotShown(content: String) async throws {
        let lectern = try await Lectern()
        try lectern.write(content, to: "keys/embed-1.key")
        try lectern.setMode(0o600, of: "keys/embed-1.key")
        let result = try await lectern.attempt(["serve"])
        #expect(result.end == .status(78))
        #expect(result.remarks.contains("keys/embed-1.key must hold one line of 64 lower-case hex digits"))
        #expect(content.isEmpty || !result.remarks.contains(content))
    }

    @Test func aMissingPurposeEndsWith78() async throws {
        let lectern = try await Lectern()
        try await lectern.run("keys", "rotate", "embed")
        for name in ["pepper-1.key"] { try lectern.remove("keys/\(name)") }
        let result = try await lectern.attempt(["serve"])
        #expect(result.end == .status(78))
        #expect(result.remarks.contains("has no pepper key: run `lectern keys init`"))
    }

    @Test func aDataFolderThatCannotBeMadeEndsWith78() async throws {
        let lectern = try await Lectern()
        try lectern.write("", to: "file")
        for path in ["file", "file/data", "no/such/folder"] {
            let result = try await lectern.attempt(["migrate"], ["DATA": path])
            #expect(result.end == .status(78))
            #expect(result.remarks.contains(path), "\(result.remarks)")
        }
    }

    @Test func migrateTellsTheSchemas() async throws {
        let lectern = try await Lectern(keys: false)
        let versions = try await lectern.run("migrate", "--json").json()
        #expect(versions["directory"]?.integer == Directory.migrations.count)
        #expect(versions["progress"]?.integer == ProgressCore.migrations.count)
        let text = try await lectern.run("migrate").output
        #expect(text.contains("directory: schema \(Directory.migrations.count)\n"))
    }

    @Test(arguments: ["directory", "progress"])
    func aDatabaseOfANewerReleaseEndsWith78(name: String) async throws {
        let lectern = try await Lectern()
        try await lectern.run("migrate")
        let known = name == "directory" ? Directory.migrations : ProgressCore.migrations
        let next = Migration(known.count + 1, "What a newer release does", ["CREATE TABLE newer (x INTEGER)"])
        _ = try SQLiteStore(path: lectern.path("data/\(name).sqlite"), label: name, migrations: known + [next])
        for command in ["serve", "migrate", "demo"] {
            let result = try await lectern.attempt([command])
            #expect(result.end == .status(78))
            #expect(result.remarks.contains("run the newer release"), "\(result.remarks)")
        }
    }

    @Test(arguments: ["directory", "progress"])
    func aFileThatIsNoDatabaseEndsWith78(name: String) async throws {
        let lectern = try await Lectern()
        try await lectern.run("migrate")
        try lectern.write(String(repeating: "no database ", count: 1_000), to: "data/\(name).sqlite")
        let result = try await lectern.attempt(["serve"])
        #expect(result.end == .status(78))
        #expect(result.remarks.contains("data/\(name).sqlite"), "\(result.remarks)")
    }

    @Test(arguments: ["LISTEN", "INTERNAL_LISTEN"])
    func aPortThatIsTakenEndsWith69(name: String) async throws {
        let lectern = try await Lectern()
        try await lectern.serving { server in
            let other = try await Lectern()
            let result = try await other.attempt(["serve"], [name: "127.0.0.1:\(server.port)"])
            #expect(result.end == .status(69))
            #expect(result.remarks.contains("Cannot listen"), "\(result.remarks)")
        }
    }

    @Test func aHostThatIsNotOursEndsWith69() async throws {
        let settings = ["LISTEN": "nowhere.invalid:0", "PUBLIC_URL": "https://lectern.example"]
        let result = try await Lectern().attempt(["serve"], settings)
        #expect(result.end == .status(69))
        #expect(result.remarks.contains("Cannot listen"), "\(result.remarks)")
    }
}
