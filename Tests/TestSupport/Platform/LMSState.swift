/// What a platform knows.
struct LMSState: Sendable {
    var base = ""
    var client = WebClient()
    var behaviour = LMSBehaviour()
    var clients: [String: LMSClient] = [:]
    var keys: [LMSKey] = []
    var signing: LMSKey
    /// Key set members that are put in as they are.
    var otherKeys: [String] = []
    /// Launches that have begun, by their login hint.
    var launches: [String: LaunchMessage] = [:]
    var counter = 0
    var requests: [LMSEndpoint: Int] = [:]
    var problems: [String] = []
    var assertions: Set<String> = []
    var access: [String: LMSAccess] = [:]
    var lineItems: [LMSLineItem] = []
    var scores: [LMSScore] = []
    var grades: [LMSGrade] = []
    var members: [String: [LMSMember]] = [:]
    var choices: [LMSChoice] = []
    /// The `data` of each choice that was asked for.
    var choiceData: [String: String] = [:]
    var registrationToken: String?
    var registrations: [String] = []

    mutating func next() -> Int {
        counter += 1
        return counter
    }
}

/// The parts of a platform whose requests are counted.
package enum LMSEndpoint: String, Sendable, CaseIterable {
    case login, authentication, keySet, token, lineItems, scores, results, roster, deepLinking, registration
}
