import ArgumentParser
import Directory
import Model

/// The command `lectern delivery`.
struct DeliveryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery",
        abstract: "Look at the scores on their way to learning platforms, and send again what failed.",
        discussion: """
            There is one delivery for each learner of each link. It is pending while something is to be sent, idle when the \
            platform has everything, and dead when the platform refused it for good.
            """,
        subcommands: [List.self, Show.self, Replay.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List an organization's deliveries, latest change first."
        )

        @Option(help: "The organization's id.") var organization: OrganizationID
        @Option(help: "Only those in this state.") var state: DeliveryState?
        @Option(help: "Only those to the platform with this id.") var platform: String?
        @Option(help: "At most this many, 1 to 10000.") var limit = 100
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                guard (1...10_000).contains(limit) else {
                    throw LecternError.invalid("limit must be between 1 and 10000")
                }
                let directory = try Installation.read().openDirectory()
                _ = try await directory.organizations.find(organization)
                if let platform { _ = try await directory.platforms.find(platform, organization: organization) }
                let deliveries = try await directory.grades.deliveries(
                    organization: organization,
                    state: state,
                    platform: platform,
                    limit: limit
                )
                guard json.isOn else { return Self.show(deliveries) }
                Console.print { json in
                    json.array { json in
                        for delivery in deliveries {
                            json.object { delivery.writeMembers(to: &$0) }
                        }
                    }
                }
            }
        }

        private static func show(_ deliveries: [Delivery]) {
            TextTable.print(
                ["ID", "STATE", "PLATFORM", "LESSON", "USER", "FAILED", "NEXT", "PROBLEM"],
                deliveries.map { delivery in
                    [
                        delivery.id, delivery.state.rawValue, delivery.platform, delivery.lesson.description,
                        delivery.user.onOneLine, String(delivery.attempts), delivery.nextAt?.description ?? "",
                        delivery.problem ?? "",
                    ]
                }
            )
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a delivery and what was tried for it, latest first.",
            discussion: "Attempts are kept for 30 days."
        )

        private static let attemptLimit = 100

        @Argument(help: "The delivery's id.") var delivery: String
        @Option(help: "The organization's id.") var organization: OrganizationID
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let grades = try Installation.read().openDirectory().grades
                let found = try await grades.delivery(delivery, organization: organization)
                let attempts = try await grades.attempts(
                    of: delivery,
                    organization: organization,
                    limit: Self.attemptLimit
                )
                guard json.isOn else { return Self.show(found, attempts) }
                Console.print { json in
                    json.object { json in
                        found.writeMembers(to: &json)
                        json.name("log")
                        json.array { json in
                            for attempt in attempts { attempt.write(to: &json) }
                        }
                    }
                }
            }
        }

        private static func show(_ delivery: Delivery, _ attempts: [DeliveryAttempt]) {
            for (name, value) in delivery.shown { Console.print("\(name): \(value)") }
            Console.print("")
            TextTable.print(
                ["TIME", "OUTCOME", "STATUS", "WHAT"],
                attempts.map { attempt in
                    [
                        attempt.at.description, attempt.outcome.rawValue, attempt.status.map { String($0) } ?? "",
                        attempt.reason?.onOneLine ?? "",
                    ]
                }
            )
        }
    }
}
