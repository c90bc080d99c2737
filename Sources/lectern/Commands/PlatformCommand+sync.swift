import ArgumentParser
import Directory
import Gateway
import Model
import ProgressCore

extension PlatformCommand {
    struct Sync: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take over the members of a platform's courses now.",
            discussion: """
                Servers do this after a teacher opens a lesson. A course is known from its first launch. Ends with 69 when a \
                course's members could not be had.
                """
        )

        @Argument(help: "The platform's id.") var platform: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "Only this course, by its id in Lectern.") var course: CourseID?
        @Option(help: "Only members who may open this link, by the platform's id of it; nobody is taken out then.")
        var link: String?
        @OptionGroup var json: JSONOption

        /// What became of a course.
        private struct Outcome {
            let source: RosterSource
            let report: RosterSyncReport?
            let problem: String?
        }

        func run() async throws {
            try await lectern.run {
                let installation = try Installation.read()
                let directory = try installation.openDirectory()
                _ = try await directory.platforms.find(platform, organization: organization)
                let sources = try await sources(directory)
                let syncer = RosterSyncer(
                    directory: directory,
                    core: InProcessCore(try installation.openCore()),
                    keys: try installation.keys(),
                    clock: installation.clock
                )
                var outcomes: [Outcome] = []
                for source in sources { outcomes.append(try await sync(source, syncer)) }
                if json.isOn { Self.print(outcomes) } else { Self.show(outcomes) }
                guard outcomes.allSatisfy({ $0.problem == nil }) else { throw ExitCode(69) }
            }
        }

        private func sources(_ directory: Directory) async throws -> [RosterSource] {
            let all = try await directory.rosterSources.list(organization: organization, platform: platform)
            let chosen = all.filter { course == nil || $0.course == course }
            if let course, chosen.isEmpty {
                throw LecternError(.notFound, "No launch of this platform has told where the members of \(course) are")
            }
            return chosen
        }

        /// Goes on with the other courses when one fails.
        private func sync(_ source: RosterSource, _ syncer: RosterSyncer) async throws -> Outcome {
            do {
                let report = try await syncer.sync(source.course, organization: organization, link: link)
                return Outcome(source: source, report: report, problem: nil)
            } catch let error as LecternError {
                return Outcome(source: source, report: nil, problem: error.message)
            }
        }

        // MARK: Output

        private static func show(_ outcomes: [Outcome]) {
            guard !outcomes.isEmpty else {
                return Console.note("No launch has told of a course with members yet: open a lesson there first.")
            }
            TextTable.print(
                ["COURSE", "LEARNERS", "COACHES", "OTHERS", "LEFT", "RESULT", "TITLE"],
                outcomes.map { outcome in
                    let counts = outcome.report.map { [$0.learners, $0.coaches, $0.others, $0.removed] }
                    let result = outcome.problem ?? (outcome.report?.isWhole == true ? "all read" : "changes read")
                    return [outcome.source.course.description]
                        + (counts?.map { String($0) } ?? ["", "", "", ""])
                        + [result.onOneLine, outcome.source.title?.onOneLine ?? ""]
                }
            )
        }

        private static func print(_ outcomes: [Outcome]) {
            Console.print { json in
                json.array { json in
                    for outcome in outcomes { write(outcome, to: &json) }
                }
            }
        }

        private static func write(_ outcome: Outcome, to json: inout JSONWriter) {
            json.object { json in
                json.name("courseId")
                json.id(outcome.source.course)
                json.name("title")
                json.string(outcome.source.title)
                let report = outcome.report
                let counts = [
                    ("learners", report?.learners), ("coaches", report?.coaches), ("others", report?.others),
                    ("removed", report?.removed), ("skipped", report?.skipped),
                ]
                for (name, count) in counts {
                    json.name(name)
                    json.integer(count)
                }
                json.name("whole")
                if let report { json.bool(report.isWhole) } else { json.null() }
                json.name("problem")
                json.string(outcome.problem)
            }
        }
    }
}
