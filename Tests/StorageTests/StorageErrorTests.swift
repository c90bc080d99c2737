import Storage
import Testing

@Suite struct StorageErrorTests {
    @Test(arguments: [
        (StorageError.constraint("a key"), "constraint: a key"),
        (.busy("full"), "busy: full"),
        (.corrupt("torn"), "corrupt: torn"),
        (.engine(code: 10, message: "disk"), "engine error 10: disk"),
    ])
    func descriptionNamesTheCaseAndItsMessage(error: StorageError, description: String) {
        #expect("\(error)" == description)
    }
}
