public import Model

extension Roster {
    /// Reads a roster file.
    ///
    /// - Parameter text: JSON in UTF-8.
    /// - Throws: `LecternError` `invalid` that names the first place which breaks a rule, as in
    ///   `courses[0].groups[1].learners[2]: must be …`.
    public init(_ text: [UInt8]) throws(LecternError) {
        let file = try RosterNode(text)
        try file.checkObject(["people", "courses", "assignments"])
        people = try file.array("people", limit: Self.maximumPeople, Person.init(reading:))
        courses = try file.array("courses", limit: Self.maximumCourses, Course.init(reading:))
        assignments = try file.array("assignments", Assignment.init(reading:))
        names = Self.names(people, courses)
        guard names.count <= Self.maximumPeople else {
            throw file.refusal("must name at most \(Self.maximumPeople) people")
        }
        try Self.checkPeople(people)
        try Self.checkKeys(courses, assignments)
    }

    private static func names(_ people: [Person], _ courses: [Course]) -> [String] {
        var seen: Set<ExactText> = []
        var names: [String] = []
        func see(_ list: [String]) {
            for name in list where seen.insert(ExactText(name)).inserted { names.append(name) }
        }
        see(people.map(\.name))
        for course in courses {
            see(course.learners)
            see(course.coaches)
            for group in course.groups { see(group.learners) }
        }
        return names
    }

    private static func checkPeople(_ people: [Person]) throws(LecternError) {
        var seen: Set<ExactText> = []
        for (index, person) in people.enumerated() {
            guard seen.insert(ExactText(person.name)).inserted else {
                throw .invalid("people[\(index)].learner: is given more than once")
            }
        }
    }

    /// Refuses keys that are given twice, and targets that are no keys of the file.
    private static func checkKeys(_ courses: [Course], _ assignments: [Assignment]) throws(LecternError) {
        var courseKeys: Set<String> = []
        var groupKeys: Set<String> = []
        for (index, course) in courses.enumerated() {
            try claim(course.key, in: &courseKeys, at: "courses[\(index)]")
            for (place, group) in course.groups.enumerated() {
                try claim(group.key, in: &groupKeys, at: "courses[\(index)].groups[\(place)]")
            }
        }
        var assignmentKeys: Set<String> = []
        for (index, assignment) in assignments.enumerated() {
            let path = "assignments[\(index)]"
            try claim(assignment.key, in: &assignmentKeys, at: path)
            for (place, key) in assignment.courses.enumerated() where !courseKeys.contains(key) {
                throw .invalid("\(path).courses[\(place)]: no course of the file has the key \(key)")
            }
            for (place, key) in assignment.groups.enumerated() where !groupKeys.contains(key) {
                throw .invalid("\(path).groups[\(place)]: no group of the file has the key \(key)")
            }
        }
    }

    private static func claim(_ key: String, in keys: inout Set<String>, at path: String) throws(LecternError) {
        guard keys.insert(key).inserted else { throw .invalid("\(path).key: is given more than once") }
    }
}

extension Roster.Person {
    fileprivate init(reading node: RosterNode) throws(LecternError) {
        try node.checkObject(["learner", "role"])
        name = try node.required("learner").learnerName()
        role = try node["role"]?.choice()
    }
}

extension Roster.Course {
    fileprivate init(reading node: RosterNode) throws(LecternError) {
        try node.checkObject(["key", "name", "learners", "coaches", "groups"])
        key = try node.required("key").text()
        name = try node.required("name").text()
        learners = try node.learners("learners")
        coaches = try node.learners("coaches")
        groups = try node.array("groups", Roster.Group.init(reading:))
    }
}

extension Roster.Group {
    fileprivate init(reading node: RosterNode) throws(LecternError) {
        try node.checkObject(["key", "name", "learners"])
        key = try node.required("key").text()
        name = try node.required("name").text()
        learners = try node.learners("learners")
    }
}

extension Roster.Assignment {
    fileprivate init(reading node: RosterNode) throws(LecternError) {
        try node.checkObject([
            "key", "kind", "lesson", "title", "questions", "active", "archived", "courses", "groups",
        ])
        key = try node.required("key").text()
        let kind: AssignmentKind = try node.required("kind").choice()
        let lesson: LessonID? = try node["lesson"]?.id()
        let questions = try node["questions"]?.integer(AssignmentContent.questionCounts)
        do {
            content = try AssignmentContent(kind, lesson: lesson, questions: questions)
        } catch {
            throw node.refusal(error.message)
        }
        title = try node["title"]?.text()
        guard title != nil || kind == .lesson else { throw node.refusal("title is missing") }
        isActive = try node["active"]?.bool() ?? true
        isArchived = try node["archived"]?.bool() ?? false
        courses = try node.array("courses") { (key) throws(LecternError) in try key.text() }
        groups = try node.array("groups") { (key) throws(LecternError) in try key.text() }
        guard !courses.isEmpty || !groups.isEmpty else { throw node.refusal("needs a course or a group") }
    }
}

extension RosterNode {
    fileprivate func learners(_ name: String) throws(LecternError) -> [String] {
        try array(name) { (learner) throws(LecternError) in try learner.learnerName() }
    }
}
