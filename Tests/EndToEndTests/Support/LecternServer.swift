import Foundation
import Model
import Testing

/// A server process that is ready.
struct LecternServer: Sendable {
    let process: LecternProcess
    /// Where the world asks; the core's own port for `lectern core`.
    let port: Int
    let internalPort: Int

    var url: String { "http://127.0.0.1:\(port)" }

    /// Starts a server and waits until it listens.
    static func start(
        _ command: String,
        of lectern: Lectern,
        _ settings: [String: String] = [:]
    ) async throws -> LecternServer {
        let process = try LecternProcess([command], in: lectern.folder, environment: lectern.environment(settings))
        lectern.started.change { $0.append(process) }
        let label = command == "core" ? "lectern.core" : "lectern.gateway"
        let isReady = await process.standardError.wait { output in
            output.isClosed
                || (port(of: label, in: output) != nil && port(of: "lectern.internal", in: output) != nil)
        }
        let output = process.standardError.value
        guard isReady, let port = Self.port(of: label, in: output),
            let internalPort = Self.port(of: "lectern.internal", in: output)
        else {
            process.send(SIGKILL)
            throw Deadline.Missed(description: "lectern \(command) did not start: \(output.text)")
        }
        return LecternServer(process: process, port: port, internalPort: internalPort)
    }

    /// The port in the line that a server logs when it listens; 0 for a Unix socket.
    private static func port(of label: String, in output: LecternProcess.Output) -> Int? {
        for line in output.lines {
            guard let event = try? JSONParser.parse(String(line)), event["label"]?.string == label,
                let message = event["message"]?.string, message.hasPrefix("Server started and listening on ")
            else { continue }
            return message.split(separator: ":").last.flatMap { Int($0) } ?? 0
        }
        return nil
    }

    /// Ends it as an operator does; it must agree.
    func stop() async throws {
        process.send(SIGTERM)
        let end = try await process.waitForEnd()
        #expect(end == .status(0), "\(process.standardError.value.text)")
    }

    /// Ends it without warning.
    func crash() async throws {
        process.send(SIGKILL)
        #expect(try await process.waitForEnd() == .signal(SIGKILL))
    }
}

extension Lectern {
    /// Runs a server while a test uses it, and ends it.
    func serving<Value>(
        _ command: String = "serve",
        with settings: [String: String] = [:],
        _ body: (LecternServer) async throws -> Value
    ) async throws -> Value {
        let server = try await LecternServer.start(command, of: self, settings)
        defer { server.process.send(SIGKILL) }
        let value = try await body(server)
        if server.process.isRunning { try await server.stop() }
        return value
    }
}
