/// A choice that files, options and answers know by a name, whatever is stored for it.
public protocol NamedChoice: CaseIterable, Sendable {
    /// The name, of lower-case letters and hyphens.
    var name: String { get }
}

extension NamedChoice {
    /// Finds a choice by its name; nil for a name that is none's.
    public init?(named name: String) {
        guard let choice = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = choice
    }
}
