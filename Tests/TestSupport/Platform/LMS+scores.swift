import Model

/// Scores and results (assignment and grade services).
extension LMS {
    private static let scoreType = "application/vnd.ims.lis.v1.score+json"
    private static let resultType = "application/vnd.ims.lis.v2.resultcontainer+json"
    private static let activities = ["Initialized", "Started", "InProgress", "Submitted", "Completed"]
    private static let gradings = ["FullyGraded", "Pending", "PendingManual", "Failed", "NotReady"]

    /// `…/lineitem/scores`.
    func takeScore(_ request: LMSRequest, context: String, id: Int) -> LMSAnswer {
        count(.scores)
        if let failure = failure(\.grades) { return failure }
        if let denial = denial(request, ["score"]) { return denial }
        guard request.query("type_id") == "2" else { return refuse("score: the query was lost") }
        guard request[header: "Content-Type"]?.hasPrefix(Self.scoreType) ?? false else {
            return refuse("score: no handler found for this media type")
        }
        guard lineItems.contains(where: { $0.id == id && $0.context == context }) else {
            return .json(404, #"{"error":"no such line item"}"#)
        }
        guard let body = try? JSONParser.parse(request.body), let user = body["userId"]?.string,
            let text = body["timestamp"]?.string, let timestamp = Timestamp(text),
            let activity = body["activityProgress"]?.string, Self.activities.contains(activity),
            let grading = body["gradingProgress"]?.string, Self.gradings.contains(grading),
            body["scoreGiven"] == nil || (body["scoreMaximum"]?.number ?? 0) > 0
        else { return refuse("score: malformed \(String(decoding: request.body, as: UTF8.self))") }
        let status = with { state in
            let last = state.scores.last { $0.lineItem == id && $0.user == user && $0.status == 200 }
            let isLate = last.flatMap { Timestamp($0.timestamp) }.map { last in
                state.behaviour.comparesSeconds ? timestamp.seconds <= last.seconds : timestamp <= last
            }
            let score = LMSScore(
                lineItem: id,
                user: user,
                timestamp: text,
                activity: activity,
                grading: grading,
                given: body["scoreGiven"]?.number,
                maximum: body["scoreMaximum"]?.number,
                status: isLate ?? false ? 409 : 200,
                text: String(decoding: request.body, as: UTF8.self)
            )
            state.scores.append(score)
            if score.status == 200 { Self.apply(score, to: &state) }
            return score.status
        }
        return .json(status, status == 200 ? "" : #"{"error":"there is a later score"}"#)
    }

    private static func apply(_ score: LMSScore, to state: inout LMSState) {
        let isRemoved = score.given == nil || (state.behaviour.keepsOnlyFinalGrades && score.grading != "FullyGraded")
        state.grades.removeAll { $0.lineItem == score.lineItem && $0.user == score.user }
        guard !isRemoved, let given = score.given, let maximum = score.maximum else { return }
        state.grades.append(LMSGrade(lineItem: score.lineItem, user: score.user, percent: given / maximum * 100))
    }

    /// `…/lineitem/results`.
    func results(_ request: LMSRequest, context: String, id: Int) -> LMSAnswer {
        count(.results)
        if let failure = failure(\.grades) { return failure }
        if let denial = denial(request, ["result.readonly"]) { return denial }
        let found = grades.filter { grade in
            grade.lineItem == id && (request.query("user_id").map { $0 == grade.user } ?? true)
        }
        let texts = found.map { grade in
            var object = JSONObject([("resultScore", "\(grade.percent)"), ("resultMaximum", "100")])
            object.set("id", "\(url(id, context))&user=\(grade.user.utf8.count)")
            object.set("userId", grade.user)
            object.set("scoreOf", url(id, context))
            return object.text
        }
        return .json(JSONObject.array(texts), type: Self.resultType)
    }
}
