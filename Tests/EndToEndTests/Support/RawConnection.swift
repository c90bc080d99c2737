#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import Synchronization

/// A TCP connection to a port of this machine, for bytes that no client would send; its calls block.
final class RawConnection: Sendable {
    struct Failure: Error {
        let call: String
        let code: Int32
    }

    let descriptor: Int32
    private let received = Mutex<[UInt8]>([])

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket", code: errno) }
        var limit = timeval(tv_sec: Deadline.seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(call: "connect", code: errno) }
    }

    deinit {
        close(descriptor)
    }

    // MARK: Send

    /// Sends bytes; false when the other side has closed.
    @discardableResult
    func send(_ bytes: some Sequence<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Sends a piece so many times, and stops early when the other side has something to say or has closed.
    func send(_ piece: [UInt8], times: Int) {
        for _ in 0..<times {
            guard !hasSomethingToRead, send(piece) else { return }
        }
    }

    /// Says that nothing more will come.
    func finish() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    private var hasSomethingToRead: Bool {
        var query = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&query, 1, 0) > 0
    }

    // MARK: Receive

    /// Reads one answer; nil when the other side closes without one.
    ///
    /// - Throws: ``Failure`` when neither happens in time.
    func answer() throws -> Answer? {
        try received.withLock { buffer in
            var headEnd = Self.headEnd(in: buffer)
            while headEnd == nil {
                guard try Self.receive(descriptor, &buffer) else { return nil }
                headEnd = Self.headEnd(in: buffer)
            }
            guard let headEnd, let (status, headers) = Self.head(String(decoding: buffer[..<headEnd], as: UTF8.self))
            else { return nil }
            let length = headers["Content-Length"].first.flatMap { Int($0) } ?? 0
            while buffer.count < headEnd + length {
                guard try Self.receive(descriptor, &buffer) else { return nil }
            }
            let body = Array(buffer[headEnd..<(headEnd + length)])
            buffer.removeFirst(headEnd + length)
            return Answer(status: status, headers: headers, body: body)
        }
    }

    /// Reads until the other side closes.
    ///
    /// - Throws: ``Failure`` when it does not in time.
    func waitForClose() throws {
        try received.withLock { buffer in
            while try Self.receive(descriptor, &buffer) {}
        }
    }

    /// False when the other side has closed.
    private static func receive(_ descriptor: Int32, _ buffer: inout [UInt8]) throws -> Bool {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &piece, piece.count)
        guard count >= 0 || errno != EAGAIN else { throw Failure(call: "read", code: EAGAIN) }
        guard count > 0 else { return false }
        buffer.append(contentsOf: piece[..<count])
        return true
    }

    /// The offset behind the empty line.
    private static func headEnd(in bytes: [UInt8]) -> Int? {
        let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        guard bytes.count >= end.count else { return nil }
        let start = (0...(bytes.count - end.count)).first { bytes[$0..<($0 + end.count)].elementsEqual(end) }
        return start.map { $0 + end.count }
    }

    private static func head(_ text: String) -> (status: Int, headers: Answer.Fields)? {
        let lines = text.split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { return nil }
        var headers = Answer.Fields()
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers.list.append((String(line[..<colon]), String(value)))
        }
        return (status, headers)
    }
}

/// Writes without the signal that a closed socket would raise.
private func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
    Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    #else
    Darwin.send(descriptor, bytes.baseAddress, bytes.count, 0)
    #endif
}

/// The bytes of a request as they go over the wire.
func rawRequest(
    _ method: String,
    _ target: String,
    bearer: String? = nil,
    headers: [String] = [],
    body: String? = nil
) -> [UInt8] {
    var lines = ["\(method) \(target) HTTP/1.1", "Host: localhost"]
    if let bearer { lines.append("Authorization: Bearer \(bearer)") }
    if let body { lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"] }
    return Array((lines + headers).map { $0 + "\r\n" }.joined().utf8) + Array("\r\n\(body ?? "")".utf8)
}
