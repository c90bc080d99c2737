extension Principal {
    /// The JSON that crosses the wire between gateway and core; it is signed with the internal key, together with the
    /// request it is for.
    ///
    /// - Parameter expires: after when the core refuses it.
    /// - Returns: the text.
    public func wireText(expires: Timestamp) -> String {
        var json = JSONWriter()
        json.object { json in
            json.name("organization")
            json.id(organization)
            json.name("role")
            json.string(role.rawValue)
            if let person {
                json.name("learner")
                json.id(person.learner)
                switch person.subject {
                case .embed(let learner):
                    json.name("embed")
                    json.string(learner)
                case .lti(let platform, let user, let context):
                    json.name("platform")
                    json.string(platform)
                    json.name("user")
                    json.string(user)
                    json.name("context")
                    json.string(context)
                }
                json.name("course")
                json.id(person.course)
            }
            if let lesson {
                json.name("lesson")
                json.id(lesson.lesson)
                json.name("version")
                json.id(lesson.version)
            }
            if let requestedLesson {
                json.name("requestedLesson")
                json.id(requestedLesson.lesson)
                json.name("requestedVersion")
                json.id(requestedLesson.version)
            }
            json.name("attributes")
            json.json(userAttributes)
            json.name("expires")
            json.integer(Int(expires.microseconds))
        }
        return json.text
    }

    /// Reads what ``wireText(expires:)`` wrote; nil when a part is missing or malformed.
    public static func parse(wireText text: String) -> (principal: Principal, expires: Timestamp)? {
        guard let node = try? JSONParser.parse(text),
            let organization = node["organization"]?.string.flatMap({ OrganizationID($0) }),
            let role = node["role"]?.string.flatMap(Role.init(rawValue:)),
            let expires = node["expires"]?.integer
        else { return nil }
        var person: Person?
        if let learner = node["learner"] {
            guard let id = learner.string.flatMap({ LearnerID($0) }), let subject = subject(in: node) else {
                return nil
            }
            let course = node["course"]?.string.flatMap { CourseID($0) }
            guard course != nil || node["course"]?.isNull == true else { return nil }
            person = Person(learner: id, subject: subject, course: course)
        }
        guard let fixed = scope(in: node, "lesson", "version"),
            let requested = scope(in: node, "requestedLesson", "requestedVersion")
        else { return nil }
        let principal = Principal(
            organization: organization,
            role: role,
            person: person,
            lesson: fixed,
            requestedLesson: requested,
            userAttributes: node["attributes"].flatMap { $0.isNull ? nil : JSONText($0) }
        )
        return (principal, Timestamp(microseconds: Int64(expires)))
    }

    /// A lesson and its version; the inner nil says that there is none, the outer one that it is malformed.
    private static func scope(in node: JSONNode, _ lesson: String, _ version: String) -> LessonScope?? {
        guard let named = node[lesson] else { return .some(nil) }
        guard let lesson = named.string.flatMap({ LessonID($0) }),
            let version = node[version]?.string.flatMap({ LessonVersionID($0) })
        else { return .none }
        return LessonScope(lesson: lesson, version: version)
    }

    private static func subject(in node: JSONNode) -> ProgressSubject? {
        if let learner = node["embed"]?.string { return .embed(learner: learner) }
        guard let platform = node["platform"]?.string, let user = node["user"]?.string, let context = node["context"],
            context.isNull || context.string != nil
        else { return nil }
        return .lti(platform: platform, user: user, context: context.string)
    }
}
