import ArgumentParser
import Directory
import Model

/// The command `lectern lesson`.
struct LessonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lesson",
        abstract: "Import, publish, preview and list lessons.",
        subcommands: [Import.self, Publish.self, Preview.self, List.self]
    )

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Import a lesson file as a new version; see the README for its format.",
            discussion: """
                Everything wrong with the file is listed, each with its path. So is what the player will drop or leave \
                out, but that refuses nothing. Versions never change.
                """
        )

        @Argument(help: "The lesson file, JSON; - for standard input.") var file: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "Add the version to this lesson. Default: the file's id, or a new lesson.")
        var lesson: LessonID?
        @Flag(help: "Let learners take this version from now on.") var publish = false
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let directory = try Installation.read().openDirectory()
                let bytes = try InputFile.read(file, limit: LessonFile.maximumSize)
                let result = try await directory.lessons.importFile(
                    bytes,
                    organization: organization,
                    lesson: lesson,
                    publish: publish,
                    actor: "cli"
                )
                guard json.isOn else {
                    for remark in result.remarks { Console.note("Remark: \(remark)") }
                    let state = publish ? "published" : "not yet published"
                    return Console.print("Lesson \(result.lesson), version \(result.number) (\(state))")
                }
                Console.print { json in
                    json.object { json in
                        json.name("id")
                        json.id(result.lesson)
                        json.name("versionId")
                        json.id(result.version)
                        json.name("number")
                        json.integer(result.number)
                        json.name("published")
                        json.bool(publish)
                        json.name("remarks")
                        json.array { json in
                            for remark in result.remarks { json.string(remark.description) }
                        }
                    }
                }
            }
        }
    }

    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let learners take a version, by default the newest.")

        @Argument(help: "The lesson's id.") var lesson: LessonID
        @Option(help: "The version's id.") var version: LessonVersionID?
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let lessons = try Installation.read().openDirectory().lessons
                let published = try await lessons.publish(version, of: lesson, organization: nil, actor: "cli")
                guard json.isOn else { return Console.print("Published version \(published)") }
                Console.print { json in
                    json.object { json in
                        json.name("id")
                        json.id(lesson)
                        json.name("versionId")
                        json.id(published)
                    }
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List an organization's lessons, drafts too.")

        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let directory = try Installation.read().openDirectory()
                _ = try await directory.organizations.find(organization)
                let lessons = try await directory.lessons.all(organization: organization)
                guard json.isOn else {
                    return TextTable.print(
                        ["ID", "STATUS", "UPDATED", "TITLE"],
                        lessons.map { lesson in
                            [
                                lesson.id.description, lesson.publishedVersion == nil ? "draft" : "published",
                                lesson.updatedAt.description, lesson.title,
                            ]
                        }
                    )
                }
                Console.print { json in
                    json.array { json in
                        for lesson in lessons { lesson.write(to: &json) }
                    }
                }
            }
        }
    }
}

extension LessonFileErrors: UsageError {}
