/// A text that equals those of the same bytes only, as in the stores: strings are equal however an accent is written.
struct ExactText: Hashable {
    private let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
    }
}
