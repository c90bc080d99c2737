package import Model
import Synchronization

/// A learning management system that is strict where real ones are, and fails where a test wants it to.
package final class LMS: Sendable {
    /// The issuer that it names; nil for the URL it is reached under.
    private let issuerName: String?
    private let state: Mutex<LMSState>
    let clock: WallClock

    /// Makes a platform; it answers as soon as it runs.
    package init(issuer: String? = nil, clock: WallClock = .system) {
        issuerName = issuer
        self.clock = clock
        let key = LMSKey("key-1", LMSKey.first)
        state = Mutex(LMSState(keys: [key], signing: key))
    }

    func with<Value: Sendable>(_ body: (inout LMSState) throws -> Value) rethrows -> Value {
        try state.withLock { try body(&$0) }
    }

    var second: Int64 { clock.now().seconds }

    // MARK: Place

    /// Where it is reached.
    package var base: String { with { $0.base } }
    package var issuer: String { issuerName ?? base }

    /// Says where it is reached, and how it reaches the tool.
    package func settle(at base: String, client: WebClient? = nil) {
        with {
            $0.base = base
            if let client { $0.client = client }
        }
    }

    /// Registers a tool; the same id again replaces it.
    package func register(_ client: LMSClient) {
        with { $0.clients[client.id] = client }
    }

    // MARK: What tests set

    package func behave(_ change: (inout LMSBehaviour) -> Void) {
        with { change(&$0.behaviour) }
    }

    /// Publishes these keys and signs with the last one, unless another is named.
    package func publish(_ keys: [LMSKey], signing: LMSKey? = nil, others: [String] = []) {
        with {
            $0.keys = keys
            $0.signing = signing ?? keys.last ?? $0.signing
            $0.otherKeys = others
        }
    }

    /// Puts a person into a course, or changes what is known of one.
    package func enrol(_ member: LMSMember, in context: String) {
        with { state in
            var member = member
            member.change = state.next()
            state.members[context, default: []].removeAll { $0.user == member.user }
            state.members[context, default: []].append(member)
        }
    }

    /// Expects this bearer at the next registration.
    package func expectRegistration(token: String?) { with { $0.registrationToken = token } }

    /// Makes all access tokens worthless.
    package func forgetAccess() { with { $0.access = [:] } }

    package func removeLineItems() { with { $0.lineItems = [] } }

    /// Pretends that a score of a user was accepted for the only column, under a time.
    package func pretendScore(of user: String, at timestamp: Timestamp) {
        with { state in
            guard let item = state.lineItems.first else { return }
            state.scores.append(
                LMSScore(
                    lineItem: item.id,
                    user: user,
                    timestamp: timestamp.description,
                    activity: "InProgress",
                    grading: "Pending",
                    given: nil,
                    maximum: nil,
                    status: 200,
                    text: "{}"
                )
            )
        }
    }

    // MARK: What tests look at

    package func requests(_ endpoint: LMSEndpoint) -> Int { with { $0.requests[endpoint] ?? 0 } }
    /// What tools have done wrong.
    package var problems: [String] { with { $0.problems } }
    package var scores: [LMSScore] { with { $0.scores } }
    package var grades: [LMSGrade] { with { $0.grades } }
    package var lineItems: [LMSLineItem] { with { $0.lineItems } }
    package var choices: [LMSChoice] { with { $0.choices } }
    /// The registration requests as they came.
    package var registrations: [String] { with { $0.registrations } }

    /// The grade of a user, of a hundred, when there is exactly one.
    package func grade(of user: String) -> Double? {
        let grades = grades.filter { $0.user == user }
        return grades.count == 1 ? grades[0].percent : nil
    }

    // MARK: What the endpoints share

    func count(_ endpoint: LMSEndpoint) { with { $0.requests[endpoint, default: 0] += 1 } }

    /// Notes what a tool has done wrong and refuses it.
    func refuse(_ problem: String, status: Int = 400) -> LMSAnswer {
        with { $0.problems.append(problem) }
        return .json(status, JSONObject([("error", JSONObject.quoted(problem))]).text)
    }

    /// What a mode answers before anything else is looked at; nil for fine.
    func failure(_ mode: WritableKeyPath<LMSBehaviour, LMSBehaviour.Mode>) -> LMSAnswer? {
        with { state in
            switch state.behaviour[keyPath: mode] {
            case .fine: return nil
            case .status(let status): return .text(status, "out of order")
            case .retry(let status, let seconds):
                return LMSAnswer(status: status, headers: [("Retry-After", "\(seconds)")])
            case .times(let count, let status):
                state.behaviour[keyPath: mode] = count > 1 ? .times(count - 1, status: status) : .fine
                return .text(status, "not now")
            case .silent: return LMSAnswer(kind: .silence)
            case .html: return .html("<!doctype html><title>Maintenance</title><p>Back soon.")
            case .huge: return LMSAnswer(headers: [("Content-Type", "application/json")], kind: .huge)
            }
        }
    }
}
