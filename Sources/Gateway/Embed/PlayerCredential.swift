import HTTPTypes
import Hummingbird
import Model

/// The token of a player: from the header, else from the query (contract §5).
struct PlayerCredential: Sendable {
    let token: String
    /// Whether it came in the header, where nothing logs it.
    let isBearer: Bool

    /// Finds the token; a bearer wins over the query's.
    ///
    /// - Throws: `LecternError` `missingCredentials` when there is none, `invalidCredentials` when there is only a header that
    ///   holds no bearer.
    init(_ request: Request) throws(LecternError) {
        do {
            token = try BearerCredential(request.headers).text
            isBearer = true
        } catch {
            guard let token = Self.token(inQueryOf: request) else {
                throw error.code == .missingCredentials ? LecternError(.missingCredentials, "Missing token") : error
            }
            self.token = token
            isBearer = false
        }
    }

    /// The first one; that it was given twice is told to those whom it lets in.
    private static func token(inQueryOf request: Request) -> String? {
        guard let query = request.uri.query, let pairs = PercentCoding.query(query) else { return nil }
        return pairs.first { $0.name == "token" && !$0.value.isEmpty }?.value
    }
}
