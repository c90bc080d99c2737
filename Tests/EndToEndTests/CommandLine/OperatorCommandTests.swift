import Model
import Testing

@Suite struct OperatorCommandTests {
    @Test func tokenWorksOnTheLoggerAndNowhereElse() async throws {
        let lectern = try await Lectern()
        let organization = try await lectern.makeOrganization()
        let reader = try await lectern.run("operator", "token", "--json").member("token")
        let writer = try await lectern.run(
            "operator",
            "token",
            "--organization",
            organization,
            "--learner",
            "ann",
            "--json"
        ).member("token")
        try await lectern.serving { server in
            let total = "\(server.url)/api/logger/totalcontentprogress/me"
            let refused = try await ask(.get, total, bearer: reader)
            #expect(refused.status == 403)
            let answered = try await ask(.get, total, bearer: writer).json()
            #expect(answered["progress"]?.integer == 0)
            for token in [reader, writer] {
                let elsewhere = try await ask(.get, "\(server.url)/api/public/lessons", bearer: token)
                #expect(elsewhere.status == 401)
            }
        }
        #expect(!lectern.logs.contains(reader))
    }

    @Test func tokenIsShownWithItsEndAndLeavesALine() async throws {
        let lectern = try await Lectern()
        let told = try await lectern.run("operator", "token", "--minutes", "1", "--json").json()
        #expect(told["token"]?.string?.split(separator: ".").count == 3)
        #expect(told["expiresAt"]?.string.flatMap { Timestamp($0) } != nil)
        let plain = try await lectern.run("operator", "token")
        #expect(plain.output.split(separator: ".").count == 3)
        #expect(plain.remarks.contains("reads all logs until"))
        let entries = try await lectern.run("audit", "--json").json().elements ?? []
        #expect(entries.map { $0["action"]?.string } == ["operator.token_created", "operator.token_created"])
    }

    @Test(arguments: [
        (["--minutes", "0"], "minutes must be between 1 and 60"), (["--minutes", "61"], "minutes must be between"),
        (["--minutes", "soon"], "soon"), (["--learner", "ann"], "Give --organization and --learner together"),
        (["--organization", "550e8400-e29b-41d4-a716-446655440000"], "Give --organization and --learner together"),
        (["--organization", "550e8400-e29b-41d4-a716-446655440000", "--learner", "a"], "There is no organization"),
    ])
    func wrongUseEndsWith64AndSaysWhy(arguments: [String], remark: String) async throws {
        let lectern = try await Lectern()
        let result = try await lectern.attempt(["operator", "token"] + arguments)
        #expect(result.end == .status(64))
        #expect(result.remarks.contains(remark), "\(result.remarks)")
        #expect(result.output.isEmpty)
    }
}
