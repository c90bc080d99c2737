import Foundation
import Synchronization

/// A run of the built binary.
final class LecternProcess: Sendable {
    /// How a process ended.
    enum End: Equatable, Sendable {
        case status(Int32)
        case signal(Int32)
    }

    /// What a process has written to one of its outputs.
    struct Output: Sendable {
        var bytes: [UInt8] = []
        var isClosed = false

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var lines: [Substring] { text.split(separator: "\n") }
    }

    let standardOutput = Watched(Output())
    let standardError = Watched(Output())
    private let end = Watched<End?>(nil)
    let identifier: Int32

    /// The binary beside the test bundle, or the one that `LECTERN_BINARY` names.
    static let binary: URL = {
        if let path = ProcessInfo.processInfo.environment["LECTERN_BINARY"] { return URL(fileURLWithPath: path) }
        let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        return bundle.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("lectern")
    }()

    /// Starts the binary in a folder with an environment of its own.
    init(_ arguments: [String], in folder: String, environment: [String: String], input: [UInt8]? = nil) throws {
        let child = try Spawn.start(Self.binary.path, arguments, in: folder, environment: environment)
        identifier = child.identifier
        Thread.detachNewThread { [end] in
            let how = Spawn.wait(for: child.identifier)
            end.change { $0 = how }
        }
        Self.collect(child.output, into: standardOutput)
        Self.collect(child.errors, into: standardError)
        let writer = child.input
        Thread.detachNewThread {
            if let input { try? writer.write(contentsOf: input) }
            try? writer.close()
        }
    }

    private static func collect(_ handle: FileHandle, into output: Watched<Output>) {
        Thread.detachNewThread {
            var piece = [UInt8](repeating: 0, count: 65_536)
            while true {
                // The handle's own reading waits until a piece is full.
                let count = read(handle.fileDescriptor, &piece, piece.count)
                guard count > 0 else { break }
                let new = piece[..<count]
                output.change { $0.bytes.append(contentsOf: new) }
            }
            output.change { $0.isClosed = true }
        }
    }

    /// Sends a signal, unless the process has ended.
    func send(_ signal: Int32) {
        if end.value == nil { kill(identifier, signal) }
    }

    var isRunning: Bool { end.value == nil }

    /// Waits until the process has ended and all it wrote was read.
    func waitForEnd() async throws -> End {
        guard await end.wait(for: { $0 != nil }), let how = end.value,
            await standardOutput.wait(for: \.isClosed), await standardError.wait(for: \.isClosed)
        else {
            send(SIGKILL)
            throw Deadline.Missed(description: "the process did not end; it wrote: \(standardError.value.text)")
        }
        return how
    }

    /// How many files and sockets it has open.
    func openFiles() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(identifier)/fd").count
    }

    /// Memory that is in use, in bytes.
    func residentBytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1_024
    }
}
