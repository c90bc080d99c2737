import Model
import Testing

@Suite struct LecternErrorTests {
    private struct Cause: Error, CustomStringConvertible {
        let description = "disk on fire"
    }

    @Test func theDescriptionIsTheMessage() {
        #expect(LecternError(.notFound, "Nothing here").description == "Nothing here")
    }

    @Test func theDescriptionTellsTheLogWhatLiesBeneath() {
        let error = LecternError(.unexpected, "Failed", underlying: Cause())
        #expect(error.description == "Failed (disk on fire)")
        #expect(error.message == "Failed")
        #expect(error.underlying is Cause)
    }

    @Test func theShortFormsHaveTheirCodes() {
        #expect(LecternError.invalid("a").code == .invalid)
        #expect(LecternError.badRequest("b").code == .badRequest)
        #expect(LecternError.configuration("c", underlying: Cause()).code == .configuration)
        #expect(LecternError.configuration("c", underlying: Cause()).description == "c (disk on fire)")
    }

    /// Contract §4 and §7.4: the words are part of the contract.
    @Test func lessonErrorsHaveTheContractsWords() {
        #expect(LecternError.lessonNotFound.code == .notFound)
        #expect(LecternError.lessonNotFound.message == "Lesson not found or access denied")
        #expect(LecternError.lessonIDFormat.code == .invalid)
        #expect(LecternError.lessonIDFormat.message == "Invalid lesson ID format")
    }
}
