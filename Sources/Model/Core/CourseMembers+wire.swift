extension CourseMembers {
    /// Writes what crosses the wire between gateway and core; groups are named once and then counted from 0.
    func write(to json: inout JSONWriter) {
        var places: [[UInt8]: Int] = [:]
        var names: [String] = []
        let groups = members.map { member in
            member.groups?.map { name in
                // By bytes, as the store compares them.
                let key = Array(name.utf8)
                if let place = places[key] { return place }
                places[key] = names.count
                names.append(name)
                return names.count - 1
            }
        }
        json.object { json in
            json.name("name")
            json.string(name)
            json.name("syncStart")
            json.integer(syncStart.map { Int($0.microseconds) })
            json.name("groups")
            json.array { json in
                for name in names { json.string(name) }
            }
            json.name("members")
            json.array { json in
                for (member, groups) in zip(members, groups) { member.write(groups: groups, to: &json) }
            }
        }
    }

    /// Reads what a gateway sent.
    ///
    /// - Throws: `LecternError` `badRequest` when it is malformed or has more than ``limit`` members.
    public init(_ course: CourseID, json node: JSONNode) throws(LecternError) {
        guard let name = node["name"]?.string, let groups = node["groups"]?.elements,
            let members = node["members"]?.elements, let start = node["syncStart"], start.isNull || start.integer != nil
        else { throw .badRequest("The members are malformed") }
        guard members.count <= Self.limit else { throw .badRequest("There are more than \(Self.limit) members") }
        guard groups.count <= Self.groupLimit else {
            throw .badRequest("There are more than \(Self.groupLimit) groups")
        }
        let names = groups.map { $0.string ?? "" }
        var read: [CourseMember] = []
        for member in members {
            guard let member = CourseMember(json: member, groups: names) else {
                throw .badRequest("A member is malformed")
            }
            read.append(member)
        }
        self.init(
            course: course,
            name: name,
            members: read,
            syncStart: start.integer.map { Timestamp(microseconds: Int64($0)) }
        )
    }
}

extension CourseMember {
    fileprivate func write(groups: [Int]?, to json: inout JSONWriter) {
        json.object { json in
            json.name("learner")
            json.id(learner)
            json.name("name")
            json.string(name)
            json.name("role")
            json.string(role.rawValue)
            guard let groups else { return }
            json.name("groups")
            json.array { json in
                for place in groups { json.integer(place) }
            }
        }
    }

    fileprivate init?(json node: JSONNode, groups names: [String]) {
        guard let learner = node["learner"]?.string.flatMap({ LearnerID($0) }), let name = node["name"]?.string,
            let role = node["role"]?.string.flatMap(Role.init(rawValue:))
        else { return nil }
        var groups: [String]?
        if let given = node["groups"] {
            guard let places = given.elements?.map({ $0.integer ?? -1 }), places.allSatisfy(names.indices.contains)
            else { return nil }
            groups = places.map { names[$0] }
        }
        self.init(learner: learner, name: name, role: role, groups: groups)
    }
}
