import ArgumentParser
import Model
import Storage

/// The command tree.
@main
struct LecternCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lectern",
        abstract: "The gateway between lessons and the places where people learn.",
        discussion: """
            Everything is configured by LECTERN_* environment variables or the JSON file that LECTERN_CONFIG names; \
            `lectern check-config` shows what is in force. A first run:

              lectern keys init
              lectern org create --name "My school"
              lectern token create --organization ID --name "My site"
              lectern lesson import lesson.json --organization ID --publish
              lectern serve

            Managing commands take --json: one object or array on standard output, remarks on standard error.
            Exit status: 0 done, 64 wrong usage or input, 69 something needed is not available, 78 wrong configuration.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(name: "Servers:", subcommands: [Serve.self, ServeGateway.self, ServeCore.self]),
            CommandGroup(name: "Set-up:", subcommands: [Keys.self, Migrate.self, CheckConfig.self, Demo.self]),
            CommandGroup(
                name: "Managing:",
                subcommands: [
                    Org.self, Token.self, LessonCommand.self, ProgressCommand.self, Audit.self, OperatorCommand.self,
                ]
            ),
            CommandGroup(name: "Learning platforms:", subcommands: [PlatformCommand.self, DeliveryCommand.self]),
            CommandGroup(
                name: "Courses:",
                subcommands: [
                    CourseCommand.self, GroupCommand.self, MemberCommand.self, PersonCommand.self,
                    AssignmentCommand.self, RosterCommand.self,
                ]
            ),
        ]
    )
}

/// Runs a command's work and turns what goes wrong into a sentence and an exit status.
func run(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let exit as ExitCode {
        throw exit
    } catch {
        Console.note("lectern: \(sentence(for: error))")
        throw ExitCode(status(for: error))
    }
}

private func sentence(for error: any Error) -> String {
    switch error {
    case let error as LecternError: error.description
    default: "\(error)"
    }
}

/// The numbers of sysexits.h that the README promises.
private func status(for error: any Error) -> Int32 {
    guard let error = error as? LecternError else { return error is any UsageError ? 64 : 69 }
    switch error.code {
    case .configuration: return 78
    case .unavailable, .unexpected: return 69
    default: return 64
    }
}

/// Marks errors in what the user gave.
protocol UsageError: Error {}
