import HTTPTypes
import Hummingbird
import LTI
import Model

/// Reads the fields of a login or launch: of its query and, when it is posted, of its form (LTI rules E1, E3).
enum FormRequest {
    /// Larger bodies are refused; in bytes.
    static let longestBody = 1_048_576

    /// The fields.
    ///
    /// - Throws: `LaunchRefusal` `duplicate_field`, `missing_parameter` for what does not decode; `LecternError` `tooLarge`,
    ///   and ``NotAForm`` for a body of another media type.
    static func fields(_ request: Request) async throws -> FormFields {
        // Answered as a GET is, and must change nothing: a login would be stored, an invitation used up.
        guard request.method != .head else { throw LaunchRefusal.missingParameter }
        var pairs = try Self.pairs(request.uri.query ?? "")
        if request.method == .post {
            let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
            guard type.filter({ $0 != " " }) == "application/x-www-form-urlencoded" else { throw NotAForm() }
            let body = try await RequestBody.collect(request, limit: longestBody)
            guard let text = String(validating: body, as: UTF8.self) else { throw LaunchRefusal.missingParameter }
            pairs += try Self.pairs(text)
        }
        return try FormFields(pairs)
    }

    private static func pairs(_ text: String) throws(LaunchRefusal) -> [(name: String, value: String)] {
        guard let pairs = PercentCoding.query(text) else { throw .missingParameter }
        return pairs
    }
}

/// A body is of another media type than a form's.
struct NotAForm: Error {}
