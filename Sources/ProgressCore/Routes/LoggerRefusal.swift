import Model

/// Why the logger refuses a request (logger rules, section E).
enum LoggerRefusal: Error, Equatable {
    /// Members that break their rules; 400 (E1).
    case fields([FieldProblem])
    /// A refusal decided after validation; 400, a list of strings (E3).
    case statement(String)
    /// The body is not JSON; 400 (C6).
    case notJSON(String)
    /// The body is of another media type; 415 (C6).
    case mediaType(String)
    /// The caller may not do this; 403 (E3).
    case forbidden
    /// The quiz is finished; 403 that says so (Q2, Q3).
    case closed
    /// There is no such thing for this caller; 404 (E3).
    case notFound
    /// An index leads nowhere; 404, a bare string (D2, D3).
    case noSuchEntry(String)
    /// Query parameters that must be there are not; 412 (E4).
    case missingParameters([String])
    /// The idempotency key was used for another request; 422.
    case keyReused
    /// The core must be given the outline of the caller's lesson version first; only between gateway and core.
    case outlineNeeded
}

/// One member that breaks its rule (logger rule E1).
struct FieldProblem: Equatable, Sendable {
    /// The rules that can be broken.
    enum Code: String, Sendable {
        case required = "REQUIRED"
        case null = "NULL"
        case blank = "BLANK"
        case invalid = "INVALID"
        case invalidChoice = "INVALID_CHOICE"
        case minimum = "MIN_VALUE"
        case maximum = "MAX_VALUE"
        case maximumLength = "MAX_LENGTH"
        case maximumDepth = "MAX_DEPTH"
        case notAnObject = "NOT_A_DICT"
        case nullCharacter = "NULL_CHARACTERS_NOT_ALLOWED"
        case loneSurrogate = "SURROGATE_CHARACTERS_NOT_ALLOWED"
    }

    /// The dotted path of the member, without list positions.
    let field: String
    let code: Code
    let message: String
}

extension LoggerRefusal {
    /// The status between gateway and core that asks for an outline; never reaches a caller.
    static let outlineNeededStatus = 428

    /// The answer that tells the caller.
    var response: CoreResponse {
        switch self {
        case .fields(let problems): Self.answer(400) { $0.array { for problem in problems { problem.write(to: &$0) } } }
        case .statement(let text): Self.answer(400) { $0.array { $0.string(text) } }
        case .notJSON(let reason): Self.answer(400) { Self.detail("JSON parse error - \(reason)", to: &$0) }
        case .mediaType(let type):
            Self.answer(415) { Self.detail("Unsupported media type \"\(type)\" in request.", to: &$0) }
        case .forbidden: Self.answer(403) { Self.view("PERMISSION_DENIED", to: &$0) }
        case .closed: Self.answer(403) { Self.view("PERMISSION_DENIED", "The quiz is finished.", to: &$0) }
        case .noSuchEntry(let text): Self.answer(404) { $0.string(text) }
        case .missingParameters(let names):
            Self.answer(412) { json in
                let list = names.joined(separator: ", ")
                Self.detail("The following parameters were missing and are required: \(list)", to: &json)
            }
        case .keyReused:
            Self.answer(422) { Self.detail("The idempotency key was used for another request.", to: &$0) }
        case .notFound: Self.answer(404) { Self.view("NOT_FOUND", to: &$0) }
        case .outlineNeeded: Self.answer(Self.outlineNeededStatus) { Self.detail("outline needed", to: &$0) }
        }
    }

    private static func answer(_ status: Int, _ body: (inout JSONWriter) -> Void) -> CoreResponse {
        var json = JSONWriter()
        body(&json)
        return CoreResponse(status: status, body: json.bytes)
    }

    private static func detail(_ text: String, to json: inout JSONWriter) {
        json.object { json in
            json.name("detail")
            json.string(text)
        }
    }

    private static func view(_ code: String, _ message: String? = nil, to json: inout JSONWriter) {
        json.array { json in
            json.object { json in
                json.name("id")
                json.string(code)
                json.name("metadata")
                json.object { json in
                    json.name("view")
                    json.string("logger")
                    guard let message else { return }
                    json.name("message")
                    json.string(message)
                }
            }
        }
    }
}

extension FieldProblem {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            json.string(code.rawValue)
            json.name("metadata")
            json.object { json in
                json.name("field")
                json.string(field)
                json.name("message")
                json.string(message)
            }
        }
    }
}
