/// What tests import and send.
enum Sample {
    static let lessonID = "0b0c1d2e-3f40-4152-8364-758697a8b9ca"
    static let stepID = "11111111-2222-4333-8444-555555555555"

    /// A lesson of two sections and three steps.
    static let lesson = """
        {"id":"\(lessonID)","title":"Fractions","tags":["maths"],"sections":[
          {"title":"First","steps":[{"id":"\(stepID)","title":"One"},{"title":"Two"}]},
          {"title":"Second","steps":[{"title":"Three"}]}]}
        """

    /// The start of a session for the lesson's first step.
    static let start = """
        {"node_id":"\(stepID)","content_id":"22222222222243338444555555555555",\
        "channel_id":"33333333333343338444555555555555","kind":"html5"}
        """

    static let embedLine = """
        {"lessonId":"\(lessonID)","learnerId":"learner-1","status":"in_progress","score":3,"maxScore":4,\
        "currentSectionIndex":1,"currentStepIndex":0,"totalSteps":3,"progressData":null,"variableState":null,\
        "items":null,"userAttributes":null,"startedAt":"2025-06-01T10:00:00Z","completedAt":null,\
        "lastActivityAt":"2025-06-01T10:15:00Z"}
        """
}
