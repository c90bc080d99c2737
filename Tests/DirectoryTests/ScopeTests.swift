import Directory
import Testing

@Suite struct ScopeTests {
    @Test func theContractsWordsInTheContractsOrder() {
        #expect(
            Scope.allCases.map(\.rawValue) == [
                "lessons:read", "progress:read", "embed:sign", "logger:write", "events:read",
            ]
        )
    }

    @Test(arguments: Scope.allCases)
    func aSetHoldsWhatItWasMadeOf(scope: Scope) {
        let set = ScopeSet([scope])
        #expect(Scope.allCases.filter(set.contains) == [scope])
        #expect(set.scopes == [scope])
        #expect(ScopeSet.all.contains(scope))
    }

    @Test func orderAndRepetitionDoNotMatter() {
        #expect(ScopeSet([.eventsRead, .lessonsRead, .eventsRead]) == ScopeSet([.lessonsRead, .eventsRead]))
        #expect(ScopeSet([.eventsRead, .lessonsRead]).scopes == [.lessonsRead, .eventsRead])
        #expect(ScopeSet(Scope.allCases.reversed()) == .all)
    }

    @Test func theEmptySetHoldsNothing() {
        #expect(ScopeSet([]).scopes.isEmpty)
    }

    @Test func everySetIsReadBackFromTheStore() async throws {
        let world = try DirectoryWorld()
        let organization = try await world.organization()
        for bits in 1..<32 {
            let set = ScopeSet(Scope.allCases.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element))
            let record = try await world.token(APITokenDraft(name: "t", scopes: set), of: organization).record
            #expect(try await world.stored(record).scopes == set)
        }
    }
}
