import Logging

/// Writes the access log: one line per request, without query, headers or body.
enum AccessLog {
    private static let logger = Logger(label: "lectern.access")

    static func write(
        method: String,
        route: String,
        path: String,
        status: Int,
        duration: Duration,
        address: String,
        requestID: String
    ) {
        let microseconds = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
        logger.info(
            "request",
            metadata: [
                "method": "\(method)", "route": "\(route)", "path": "\(path)", "status": "\(status)",
                "microseconds": "\(microseconds)", "address": "\(address)", "requestId": "\(requestID)",
            ]
        )
    }
}
