import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// Answers `/healthz`, `/readyz` and `/metrics`.
///
/// Not a `Router`: three fixed paths need none, and this one refuses other methods with 405 and never matches `//healthz`.
struct InternalResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    private enum Path: String {
        case health = "/healthz"
        case readiness = "/readyz"
        case metrics = "/metrics"
    }

    let registry: PrometheusRegistry
    let probes: [ReadinessProbe]
    let draining: Draining

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let response = await answer(request)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request) async -> Response {
        guard let path = Path(rawValue: request.uri.path) else { return error(.notFound, "Not found") }
        guard request.method == .get || request.method == .head else {
            var response = error(.methodNotAllowed, "Method not allowed")
            response.headers[.allow] = "GET, HEAD"
            return response
        }
        return switch path {
        case .health: health()
        case .readiness: await readiness()
        case .metrics: metrics()
        }
    }

    private func health() -> Response {
        json(.ok) { json in
            json.name("status")
            json.string("ok")
        }
    }

    private func readiness() async -> Response {
        // Nothing is asked during the shutdown, when what the checks look at is closing too.
        if draining.isDraining { return readiness("draining", [:]) }
        let passed = await withTaskGroup(of: (String, Bool).self) { group in
            for probe in probes {
                group.addTask { (probe.name, await probe.passes()) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return readiness(passed.values.allSatisfy(\.self) ? "ready" : "unavailable", passed)
    }

    private func readiness(_ status: String, _ passed: [String: Bool]) -> Response {
        json(status == "ready" ? .ok : .serviceUnavailable) { json in
            json.name("status")
            json.string(status)
            json.name("checks")
            json.object { json in
                for (name, passed) in passed.sorted(by: { $0.key < $1.key }) {
                    json.name(name)
                    json.string(passed ? "ok" : "failed")
                }
            }
        }
    }

    private func metrics() -> Response {
        response(.ok, type: "text/plain; version=0.0.4; charset=utf-8", registry.render())
    }

    private func error(_ status: HTTPResponse.Status, _ message: String) -> Response {
        json(status) { json in
            json.name("error")
            json.string(message)
        }
    }

    private func json(_ status: HTTPResponse.Status, _ members: (inout JSONWriter) -> Void) -> Response {
        var json = JSONWriter(capacity: 128)
        json.object(members)
        return response(status, type: "application/json; charset=utf-8", json.bytes)
    }

    private func response(_ status: HTTPResponse.Status, type: String, _ body: [UInt8]) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}
