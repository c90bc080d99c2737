public import Credentials
public import Directory
import LTI
public import Model

/// Looks whether a platform can be used, for `lectern platform test`: its auth endpoint, its keys and its tokens.
public struct PlatformProbe: Sendable {
    private static let longestPage = 1_048_576

    private let keys: LiveKeyRing
    private let clock: WallClock

    /// Makes a probe.
    ///
    /// - Parameters:
    ///   - keys: hold the tool's keys.
    ///   - clock: tells the time.
    public init(keys: LiveKeyRing, clock: WallClock = .system) {
        self.keys = keys
        self.clock = clock
    }

    /// Calls a platform and says what came of it.
    ///
    /// Nothing is changed on either side; the platform may keep a line in its log.
    public func run(_ record: PlatformRecord) async -> [ProbeFinding] {
        let http = PlatformHTTP()
        let findings = await run(record, http)
        await http.shutDown()
        return findings
    }

    func run(_ record: PlatformRecord, _ http: any PlatformCalling) async -> [ProbeFinding] {
        let registration = Registration(record)
        return [
            await authEndpoint(of: registration, http),
            await keys(of: registration, http),
            await tokenEndpoint(of: registration, http),
        ]
    }

    /// Any answer will do: a request without parameters is an error to most.
    private func authEndpoint(of registration: Registration, _ http: any PlatformCalling) async -> ProbeFinding {
        let request = PlatformRequest(url: registration.authEndpoint, longestAnswer: Self.longestPage)
        do throws(PlatformFailure) {
            let answer = try await http.send(request, policy: registration.outgoing)
            let isGood = answer.status < 500 && answer.status != 404
            return ProbeFinding(subject: .authEndpoint, isGood: isGood, text: "it answers with status \(answer.status)")
        } catch .tooLarge {
            return ProbeFinding(subject: .authEndpoint, isGood: true, text: "it answers")
        } catch {
            return ProbeFinding(subject: .authEndpoint, isGood: false, text: "\(error)")
        }
    }

    private func keys(of registration: Registration, _ http: any PlatformCalling) async -> ProbeFinding {
        func finding(_ isGood: Bool, _ text: String) -> ProbeFinding {
            ProbeFinding(subject: .keys, isGood: isGood, text: text)
        }
        guard case .url(let url) = registration.keySource else {
            let isGood = registration.keySource.fixedKeys != nil
            return finding(isGood, isGood ? "the registered key can be used" : "the registered key cannot be used")
        }
        do throws(PlatformFailure) {
            let request = PlatformRequest(url: url, deadlineSeconds: 5, longestAnswer: KeySet.longest)
            let answer = try await http.send(request, policy: registration.outgoing)
            guard answer.status == 200 else {
                return finding(false, "the key set answers with status \(answer.status)")
            }
            guard let set = KeySet(answer.body) else { return finding(false, "the answer is no key set") }
            guard set.count > 0 else {
                return finding(false, "the key set has no RSA key of 2048 bits or more that signs with RS256")
            }
            return finding(true, set.count == 1 ? "one key can be used" : "\(set.count) keys can be used")
        } catch {
            return finding(false, "the key set: \(error)")
        }
    }

    private func tokenEndpoint(of registration: Registration, _ http: any PlatformCalling) async -> ProbeFinding {
        let tokens = AccessTokens(http: http, keys: keys, clock: clock)
        let deployments = registration.deployments.known.map(\.text).sorted()
        do throws(TokenFailure) {
            let token = try await tokens.token(for: registration, deployment: deployments.first, scopes: [.score])
            let text = "it gives tokens for scores, the present one until \(token.expiresAt)"
            return ProbeFinding(subject: .tokenEndpoint, isGood: true, text: text)
        } catch {
            return ProbeFinding(subject: .tokenEndpoint, isGood: false, text: "\(error)\(Self.advice(error))")
        }
    }

    private static func advice(_ failure: TokenFailure) -> String {
        guard case .refused(let refusal, _) = failure else { return "" }
        switch refusal.error {
        case "invalid_client":
            return "; the platform must know the client id and the tool's key set, and accept the token audience"
        case "invalid_scope":
            return "; the platform must allow the tool to send scores"
        default:
            return ""
        }
    }
}
