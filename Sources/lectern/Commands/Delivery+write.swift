import Directory
import Model

extension Delivery {
    /// Writes the members of the object that every command prints.
    func writeMembers(to json: inout JSONWriter) {
        json.name("id")
        json.string(id)
        json.name("platformId")
        json.string(platform)
        json.name("lessonId")
        json.id(lesson)
        json.name("ltiUserId")
        json.string(user)
        json.name("state")
        json.string(state.rawValue)
        json.name("attempts")
        json.integer(attempts)
        json.name("lastStatus")
        json.integer(lastStatus)
        json.name("lastError")
        json.string(lastError)
        json.name("nextAt")
        json.time(nextAt)
        json.name("updatedAt")
        json.time(updatedAt)
    }

    /// What last went wrong, with the platform's status where there was one.
    var problem: String? {
        guard let lastError else { return nil }
        return (lastStatus.map { "\($0): " } ?? "") + lastError.onOneLine
    }

    /// Everything, for a person to read.
    var shown: [(name: String, value: String)] {
        [
            ("id", id), ("state", state.rawValue), ("platform", platform), ("lesson", lesson.description),
            ("user", user.onOneLine), ("failed attempts since the last success", String(attempts)),
            ("problem", problem ?? "none"), ("next attempt", nextAt?.description ?? "none"),
            ("changed", updatedAt.description),
        ]
    }
}

extension DeliveryAttempt {
    /// Writes the attempt as an object.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("at")
            json.time(at)
            json.name("outcome")
            json.string(outcome.rawValue)
            json.name("status")
            json.integer(status)
            json.name("reason")
            json.string(reason)
        }
    }
}
