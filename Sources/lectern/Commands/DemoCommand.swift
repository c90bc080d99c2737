import ArgumentParser
import CSamples
import Credentials
import Directory
import Model
import ProgressCore

/// The command `lectern demo`.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a demo organization with a lesson, two learners and a token that works for a week.",
        discussion: "Can run again: organization, lesson and learners stay, and there is a further token."
    )

    static let organizationName = "Lectern demo"
    static let learner = "learner-1"
    static let platform = "demo-platform"
    static let ltiUser = "lti-user-1"
    static let context = "demo-course"
    private static let tokenSeconds = 7.0 * 86_400

    @OptionGroup var json: JSONOption

    func run() async throws {
        try await lectern.run {
            let installation = try Installation.read()
            let keys = try installation.keys()
            let directory = try installation.openDirectory()
            let organization = try await Self.organization(directory)
            let lesson = try await Self.lesson(directory, organization.id)
            try await Self.seedProgress(installation, directory, organization.id, lesson)
            let draft = APITokenDraft(
                name: "Demo",
                expiresAt: installation.clock.now().adding(seconds: Self.tokenSeconds)
            )
            let (_, token) = try await directory.tokens.create(
                draft,
                organization: organization.id,
                actor: "cli",
                keys: keys
            )
            let result = Result(
                organization: organization.id,
                token: token.exposedText,
                lesson: lesson,
                base: installation.configuration.publicURL
            )
            if json.isOn { Console.print { result.write(to: &$0) } } else { result.show() }
        }
    }

    private static func organization(_ directory: Directory) async throws -> Organization {
        if let existing = try await directory.organizations.list().first(where: { $0.name == organizationName }) {
            return existing
        }
        return try await directory.organizations.create(name: organizationName, actor: "cli")
    }

    private static func lesson(_ directory: Directory, _ organization: OrganizationID) async throws -> LessonID {
        let existing = try await directory.lessons.all(organization: organization)
        if let lesson = existing.first(where: { $0.publishedVersion != nil }) { return lesson.id }
        var imported: [LessonID] = []
        for file in [csample_fractions(), csample_photosynthesis()] {
            let sample = Array(UnsafeBufferPointer(start: file.start, count: file.count))
            imported.append(
                try await directory.lessons.importFile(sample, organization: organization, publish: true, actor: "cli")
                    .lesson
            )
        }
        return imported[imported.count - 1]
    }

    /// Gives one embed learner and one LTI user a record, unless they have one.
    private static func seedProgress(
        _ installation: Installation,
        _ directory: Directory,
        _ organization: OrganizationID,
        _ lesson: LessonID
    ) async throws {
        let core = try installation.openCore()
        let now = installation.clock.now()
        let subjects: [ProgressSubject] = [
            .embed(learner: learner), .lti(platform: platform, user: ltiUser, context: context),
        ]
        let people = try await directory.identities.people(subjects, organization: organization)
        let records = zip(subjects, people).map { subject, person in
            let key = ProgressKey(organization: organization, lesson: lesson, subject: subject)
            var record = LessonProgress(key: key, learner: person.learner, course: person.course, at: now)
            record.status = .inProgress
            record.score = 3
            record.maxScore = 4
            record.currentSectionIndex = 1
            record.totalSteps = 7
            record.startedAt = now
            return record
        }
        let missing = try await core.lessons.missing(among: records.map(\.key))
        try await core.lessons.load(records.filter { missing.contains($0.key) }, at: now)
    }
}

extension Demo {
    /// What the demo made, with calls to paste.
    struct Result {
        let organization: OrganizationID
        let token: String
        let lesson: LessonID
        let base: String

        private var urls: [(name: String, url: String)] {
            let lessonURL = "\(base)/api/public/lessons/\(lesson)"
            let query = "platformId=\(Demo.platform)&contextId=\(Demo.context)"
            return [
                ("whoAmI", "\(base)/api/public/token"),
                ("lessons", "\(base)/api/public/lessons"),
                ("progress", "\(lessonURL)/progress/\(Demo.learner)"),
                ("ltiProgress", "\(lessonURL)/lti-progress/\(Demo.ltiUser)?\(query)"),
                ("signToken", "\(base)/api/public/sign-token"),
                ("contentSession", "\(base)/api/logger/contentsession"),
            ]
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.name("organization")
                json.id(organization)
                json.name("token")
                json.string(token)
                json.name("lesson")
                json.id(lesson)
                json.name("learner")
                json.string(Demo.learner)
                json.name("platform")
                json.string(Demo.platform)
                json.name("ltiUser")
                json.string(Demo.ltiUser)
                json.name("context")
                json.string(Demo.context)
                json.name("urls")
                json.object { json in
                    for (name, url) in urls {
                        json.name(name)
                        json.string(url)
                    }
                }
            }
        }

        func show() {
            Console.print(
                """
                Demo organization \(organization), lesson \(lesson)

                TOKEN='\(token)'

                # Who am I?
                curl -s -H "Authorization: Bearer $TOKEN" '\(base)/api/public/token'
                # How far is the learner?
                curl -s -H "Authorization: Bearer $TOKEN" '\(urls[2].url)'
                # … and the learner who came through an LMS?
                curl -s -H "Authorization: Bearer $TOKEN" '\(urls[3].url)'
                # Sign a learner in:
                curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
                  -d '{"lessonId":"\(lesson)","learnerId":"learner-2"}' '\(base)/api/public/sign-token'
                """
            )
        }
    }
}
