import Foundation
import Model
import Synchronization
import Testing

extension HeavyTests {
    /// Nothing acknowledged is lost and nothing is doubled when the process is killed during writing.
    @Suite struct KillTests {
        private static let rounds = 20
        private static let connections = 64

        /// One learner, who writes over a connection of its own.
        private struct Learner {
            let name: String
            let embedToken: String
            var session = ""
            /// What the store must hold.
            var count = 0
        }

        private struct Written: Sendable {
            let acknowledged: Int
            let isInFlight: Bool
        }

        private struct Figures {
            var acknowledged = 0
            var inFlight = 0
            var inFlightAndStored = 0
        }

        @Test(.timeLimit(.minutes(5)))
        func everyAcknowledgedUpdateSurvivesAndNoneIsDoubled() async throws {
            let lectern = try await Lectern(["AUTH_FAILURES_PER_MINUTE": "0"])
            let organization = try await lectern.makeOrganization()
            let token = try await lectern.makeToken(organization)
            let lesson = try await lectern.makeLesson(organization)
            var learners = try await lectern.serving { server in
                let site = Site(server: server, token: token, lesson: lesson)
                return try await signIn(site)
            }
            var written = [Written](repeating: Written(acknowledged: 0, isInFlight: false), count: learners.count)
            var figures = Figures()
            for round in 1...(Self.rounds + 1) {
                try await lectern.serving { server in
                    let site = Site(server: server, token: token, lesson: lesson)
                    learners = try await check(learners, after: written, site, &figures)
                    guard round <= Self.rounds else { return }
                    written = try await writeAndKill(learners, server, updates: .random(in: 500...1_500))
                }
            }
            print(
                "kill test: \(Self.rounds) rounds, \(Self.connections) connections, \(figures.acknowledged) updates "
                    + "acknowledged, all there; \(figures.inFlight) in flight, \(figures.inFlightAndStored) of them stored"
            )
        }

        private func signIn(_ site: Site) async throws -> [Learner] {
            var learners: [Learner] = []
            for number in 0..<Self.connections {
                let name = "learner-\(number)"
                learners.append(Learner(name: name, embedToken: try await site.signIn(name)))
            }
            return learners
        }

        /// Starts the next sessions, whose answers tell what the store holds of the last ones.
        private func check(
            _ learners: [Learner],
            after written: [Written],
            _ site: Site,
            _ figures: inout Figures
        ) async throws -> [Learner] {
            var next: [Learner] = []
            for (learner, written) in zip(learners, written) {
                var learner = learner
                let answer = try await site.start(learner.embedToken).json()
                let stored = try #require(answer["time_spent"]?.integer)
                let surplus = stored - learner.count - written.acknowledged
                #expect(surplus == 0 || surplus == 1 && written.isInFlight, "\(learner.name): \(surplus)")
                // The lesson's record changed in the same transactions.
                let row = try await site.poll(learner.name).json()
                #expect(row["currentStepIndex"]?.integer == stored)
                figures.acknowledged += written.acknowledged
                figures.inFlight += written.isInFlight ? 1 : 0
                figures.inFlightAndStored += surplus
                learner.session = try #require(answer["session_id"]?.string)
                learner.count = stored
                next.append(learner)
            }
            return next
        }

        /// Writes over all connections at once and kills the server after so many answers.
        private func writeAndKill(
            _ learners: [Learner],
            _ server: LecternServer,
            updates: Int
        ) async throws -> [Written] {
            let answered = Counter()
            return try await withThrowingTaskGroup { group in
                for (index, learner) in learners.enumerated() {
                    group.addTask {
                        let written = try await blocking {
                            try write(learner, server.port) {
                                if answered.increment() == updates { server.process.send(SIGKILL) }
                            }
                        }
                        return (index, written)
                    }
                }
                var all = [Written](repeating: Written(acknowledged: 0, isInFlight: false), count: learners.count)
                for try await (index, written) in group { all[index] = written }
                #expect(try await server.process.waitForEnd() == .signal(SIGKILL))
                return all
            }
        }

        /// Sends one update after the other until the connection breaks.
        private func write(_ learner: Learner, _ port: Int, onAnswer: () -> Void) throws -> Written {
            guard let connection = try? RawConnection(port: port) else {
                return Written(acknowledged: 0, isInFlight: false)
            }
            var acknowledged = 0
            while true {
                let step = learner.count + acknowledged + 1
                let sent = connection.send(
                    rawRequest(
                        "PUT",
                        "/api/logger/contentsession/\(learner.session)",
                        bearer: learner.embedToken,
                        body: #"{"time_spent_delta":1,"extra_fields":{"lesson":{"currentStepIndex":\#(step)}}}"#
                    )
                )
                guard sent else { return Written(acknowledged: acknowledged, isInFlight: true) }
                guard let answer = try connection.answer() else {
                    return Written(acknowledged: acknowledged, isInFlight: true)
                }
                guard answer.status == 200 else {
                    throw Deadline.Missed(description: "an update was answered with \(answer.status)")
                }
                acknowledged += 1
                onAnswer()
            }
        }
    }
}

/// Counts over threads.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    /// The count after this one.
    func increment() -> Int { count.add(1, ordering: .relaxed).newValue }
}
