/// Blots out credentials in a log line.
///
/// Works on the finished JSON line: no character of a credential is ever escaped in JSON, so one pass covers the
/// message, the metadata and the names.
///
/// - `tasec_` (secret half of an API token) and `whsec_` (webhook secret): what follows, from 8 characters on. That is
///   less than a whole token on purpose, since half of a secret is one still.
/// - `eyJ….….…` (signed token, JWS or JWE): all of it.
enum SecretRedactor {
    private static let minimumRun = 8

    /// The line with each credential replaced; the same line when there is none.
    static func redacted(_ line: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var copied = 0
        var position = 0
        // Up to here no signed token can start: keeps a line of nothing but `eyJeyJeyJ…` linear.
        var noTokenBefore = 0
        while position < line.count {
            var match: Match?
            switch line[position] {
            case UInt8(ascii: "_"):
                match = prefixedSecret(line, underscore: position)
            case UInt8(ascii: "J") where position >= noTokenBefore:
                switch signedToken(line, capital: position) {
                case .found(let found): match = found
                case .none(let end): noTokenBefore = end
                }
            default:
                break
            }
            guard let match, match.range.lowerBound >= copied else {
                position += 1
                continue
            }
            output.append(contentsOf: line[copied..<match.range.lowerBound])
            output.append(contentsOf: match.replacement.utf8)
            copied = match.range.upperBound
            position = copied
        }
        guard copied > 0 else { return line }
        output.append(contentsOf: line[copied...])
        return output
    }

    private struct Match {
        let range: Range<Int>
        let replacement: String
    }

    private enum TokenSearch {
        case found(Match)
        case none(before: Int)
    }

    private static func prefixedSecret(_ line: [UInt8], underscore: Int) -> Match? {
        guard underscore >= 5 else { return nil }
        let prefix = line[(underscore - 5)..<underscore]
        let alphabet: (UInt8) -> Bool
        if prefix.elementsEqual("tasec".utf8) {
            alphabet = isAlphanumeric
        } else if prefix.elementsEqual("whsec".utf8) {
            alphabet = isBase64
        } else {
            return nil
        }
        let end = endOfRun(line, from: underscore + 1, of: alphabet)
        guard end - underscore > minimumRun else { return nil }
        return Match(range: (underscore + 1)..<end, replacement: "***")
    }

    private static func signedToken(_ line: [UInt8], capital: Int) -> TokenSearch {
        guard capital >= 2, line[capital - 2] == UInt8(ascii: "e"), line[capital - 1] == UInt8(ascii: "y")
        else { return .none(before: capital + 1) }
        let header = endOfRun(line, from: capital + 1, of: isBase64URL)
        guard header > capital + 1, isDot(line, header) else { return .none(before: header) }
        let payload = endOfRun(line, from: header + 1, of: isBase64URL)
        guard payload > header + 1, isDot(line, payload) else { return .none(before: payload) }
        var end = endOfRun(line, from: payload + 1, of: isBase64URL)
        // An encrypted token has five parts.
        while isDot(line, end) {
            let next = endOfRun(line, from: end + 1, of: isBase64URL)
            if next == end + 1 { break }
            end = next
        }
        return .found(Match(range: (capital - 2)..<end, replacement: "jwt ***"))
    }

    private static func endOfRun(_ line: [UInt8], from start: Int, of alphabet: (UInt8) -> Bool) -> Int {
        var end = start
        while end < line.count, alphabet(line[end]) { end += 1 }
        return end
    }

    private static func isDot(_ line: [UInt8], _ index: Int) -> Bool {
        index < line.count && line[index] == UInt8(ascii: ".")
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        isBase64URL(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
    }
}
