import Hummingbird
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The bench's measure of what the framework itself costs: one route that answers a constant.
///
/// `Yardstick HOST PORT` serves `GET /yardstick`: no middleware, no access log, a body of the size of a progress read
/// that is in memory before the first request. `deploy/bench` polls it in the same minute, on the same machine and with
/// the same request headers as the product, and prints the ratio of the two.
@main
struct Yardstick {
    /// A JSON object of 520 bytes, the size of the progress rows that the bench makes.
    static let body = #"{"yardstick":"a constant","padding":""# + String(repeating: "0123456789", count: 48) + #"a"}"#

    /// Exit status for a wrong command line, as in sysexits.h.
    static let usageExitStatus: Int32 = 64

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let port = Int(arguments[2]), (0...65535).contains(port) else {
            print("usage: Yardstick HOST PORT")
            exit(usageExitStatus)
        }
        let buffer = ByteBuffer(string: body)
        let router = Router()
        router.get("yardstick") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: buffer)
            )
        }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(arguments[1], port: port))
        )
        try await application.runService()
    }
}
