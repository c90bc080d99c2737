import Foundation
import Model
import Testing

/// An installation of one test's own: a folder with keys, data and whatever files the test puts there.
final class Lectern: Sendable {
    let folder: String
    let settings: [String: String]
    /// The servers that were ever started.
    let started = Watched<[LecternProcess]>([])

    /// Makes the folder, with keys in it unless a test wants none; `settings` are variables without `LECTERN_`.
    init(_ settings: [String: String] = [:], keys: Bool = true) async throws {
        // Short, since a socket's path must be.
        folder =
            FileManager.default.temporaryDirectory.appendingPathComponent("lectern-\(UUID().uuidString.prefix(13))")
            .path
        self.settings = settings
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if keys { try await run("keys", "init") }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func environment(_ settings: [String: String] = [:]) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("LECTERN_") }
        var all = ["LISTEN": "127.0.0.1:0", "INTERNAL_LISTEN": "127.0.0.1:0", "CORE_LISTEN": "127.0.0.1:0"]
        all.merge(self.settings) { $1 }
        all.merge(settings) { $1 }
        for (name, value) in all { environment["LECTERN_\(name)"] = value }
        return environment
    }

    /// What all servers have written.
    var logs: String {
        started.value.map { $0.standardError.value.text + $0.standardOutput.value.text }.joined()
    }

    // MARK: Files

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return name
    }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    func names(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path(name))
    }

    func setMode(_ mode: Int, of name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
    }

    // MARK: Commands

    /// Runs a command to its end, whatever that is.
    func attempt(
        _ arguments: [String],
        _ settings: [String: String] = [:],
        input: String? = nil
    ) async throws -> CommandResult {
        let process = try LecternProcess(
            arguments,
            in: folder,
            environment: environment(settings),
            input: input.map { Array($0.utf8) }
        )
        let end = try await process.waitForEnd()
        return CommandResult(
            end: end,
            output: process.standardOutput.value.text,
            remarks: process.standardError.value.text
        )
    }

    /// Runs a command that must succeed.
    @discardableResult
    func run(
        _ arguments: String...,
        input: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> CommandResult {
        let result = try await attempt(arguments, input: input)
        try #require(
            result.end == .status(0),
            "\(arguments): \(result.output)\(result.remarks)",
            sourceLocation: sourceLocation
        )
        return result
    }

    func makeOrganization(_ name: String = "Test school") async throws -> String {
        try await run("org", "create", "--name", name, "--json").member("id")
    }

    /// Makes a token without a rate limit.
    func makeToken(_ organization: String, _ more: String...) async throws -> String {
        let arguments = ["token", "create", "--organization", organization, "--name", "Site", "--json"]
        let result = try await attempt(arguments + (more.isEmpty ? ["--rate-limit", "0"] : more))
        return try result.member("token")
    }

    /// Imports and publishes the sample lesson.
    func makeLesson(_ organization: String) async throws -> String {
        try await run(
            "lesson",
            "import",
            "-",
            "--organization",
            organization,
            "--publish",
            "--json",
            input: Sample.lesson
        )
        .member("id")
    }
}
