#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Shows on a terminal how far long work is; silent elsewhere.
struct ProgressBar {
    private let title: String
    private let total: Int
    private var shown = -1

    init(_ title: String, total: Int) {
        self.title = title
        self.total = max(1, total)
    }

    /// Shows how much of the total is done.
    mutating func show(_ done: Int) {
        let percent = min(100, done * 100 / total)
        guard Console.isTerminal, percent != shown else { return }
        shown = percent
        let filled = percent * 30 / 100
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
        Console.write("\r\(title) [\(bar)] \(percent) %", to: STDERR_FILENO)
    }

    /// Ends the line.
    func finish() {
        if shown >= 0 { Console.write("\n", to: STDERR_FILENO) }
    }
}
