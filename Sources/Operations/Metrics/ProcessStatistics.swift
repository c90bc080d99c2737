#if os(Linux)
import Glibc

/// What `/proc/self/stat` tells of the process (proc(5)).
struct ProcessStatistics: Equatable, Sendable {
    /// User and system time of all threads, in seconds.
    let cpuSeconds: Double
    /// Memory that is in RAM, in bytes.
    let residentBytes: Double
    /// When the process started, in seconds since the machine did.
    let startAfterBoot: Double

    /// Reads the one line of the file; nil when it is not as the manual says.
    init?(stat: [UInt8], ticksPerSecond: Int, pageSize: Int) {
        // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
        guard ticksPerSecond > 0, let name = stat.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = stat[(name + 1)...].split(separator: UInt8(ascii: " "))
        // The manual counts from 1, and the first field here is its third.
        func field(_ number: Int) -> Double? {
            let index = number - 3
            guard index < fields.count else { return nil }
            return Double(String(decoding: fields[index], as: UTF8.self))
        }
        guard let user = field(14), let system = field(15), let start = field(22), let pages = field(24)
        else { return nil }
        cpuSeconds = (user + system) / Double(ticksPerSecond)
        residentBytes = pages * Double(pageSize)
        startAfterBoot = start / Double(ticksPerSecond)
    }

    /// The statistics now; nil when the file cannot be read.
    static func current() -> ProcessStatistics? {
        contents(of: "/proc/self/stat").flatMap {
            ProcessStatistics(stat: $0, ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)), pageSize: Int(getpagesize()))
        }
    }

    /// When the process started, in seconds since the Unix epoch.
    static func startTime() -> Double? {
        guard let process = current(), let boot = contents(of: "/proc/stat").flatMap(bootTime(stat:))
        else { return nil }
        return boot + process.startAfterBoot
    }

    /// The `btime` line of `/proc/stat`: when the machine started, in seconds since the Unix epoch.
    static func bootTime(stat: [UInt8]) -> Double? {
        for line in stat.split(separator: UInt8(ascii: "\n")) where line.starts(with: "btime ".utf8) {
            return Double(String(decoding: line.dropFirst(6), as: UTF8.self))
        }
        return nil
    }

    /// How many files, sockets and pipes are open.
    static func openFileDescriptors() -> Int? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        var count = 0
        while let entry = readdir(directory) {
            // Skips "." and ".."; the rest are numbers.
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        // One of them is the folder being read.
        return count - 1
    }

    private static func contents(of path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(file, &chunk, chunk.count)
            guard count >= 0 else { return nil }
            if count == 0 { return contents }
            contents.append(contentsOf: chunk[..<count])
        }
    }
}
#endif
