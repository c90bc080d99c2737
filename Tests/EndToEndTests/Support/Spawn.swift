import Foundation

/// Starts programs with `posix_spawn`.
///
/// Foundation's `Process` lists the descriptors of the calling process and reads past the end of that list when there
/// are more than about 1 300 of them, as there are while another test holds ten thousand connections.
enum Spawn {
    struct Failure: Error, CustomStringConvertible {
        let program: String
        let code: Int32

        var description: String { "cannot start \(program): \(String(cString: strerror(code)))" }
    }

    /// The parent's ends of a child's three standard streams.
    struct Child {
        let identifier: pid_t
        let input: FileHandle
        let output: FileHandle
        let errors: FileHandle
    }

    // glibc has these two, but shows them to C programs that ask for extensions only.
    private typealias AddFolder =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>) -> Int32
    private typealias AddCloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    private static let addFolder = unsafeBitCast(
        dlsym(nil, "posix_spawn_file_actions_addchdir_np"),
        to: AddFolder.self
    )
    private static let addCloseFrom = unsafeBitCast(
        dlsym(nil, "posix_spawn_file_actions_addclosefrom_np"),
        to: AddCloseFrom.self
    )

    /// Starts a program that inherits nothing but its three streams.
    static func start(
        _ program: String,
        _ arguments: [String],
        in folder: String,
        environment: [String: String]
    ) throws
        -> Child
    {
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        _ = Self.addFolder(&actions, folder)
        posix_spawn_file_actions_adddup2(&actions, input.fileHandleForReading.fileDescriptor, 0)
        posix_spawn_file_actions_adddup2(&actions, output.fileHandleForWriting.fileDescriptor, 1)
        posix_spawn_file_actions_adddup2(&actions, errors.fileHandleForWriting.fileDescriptor, 2)
        _ = Self.addCloseFrom(&actions, 3)

        // What the tests' own process blocks or ignores (SIGPIPE, say) is none of the program's business.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var identifier: pid_t = 0
        let code = withCStrings([program] + arguments) { arguments in
            withCStrings(environment.map { "\($0)=\($1)" }) { environment in
                posix_spawn(&identifier, program, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw Failure(program: program, code: code) }
        return Child(
            identifier: identifier,
            input: input.fileHandleForWriting,
            output: output.fileHandleForReading,
            errors: errors.fileHandleForReading
        )
    }

    /// Waits, on the calling thread, until a child has ended.
    static func wait(for identifier: pid_t) -> LecternProcess.End {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? .status((status >> 8) & 0xff) : .signal(signal)
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
