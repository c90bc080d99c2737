public import ArgumentParser
public import Credentials
public import Model
public import ProgressCore

extension KeyPurpose: ExpressibleByArgument {}

extension ID: ExpressibleByArgument {
    /// Reads a UUID.
    public init?(argument: String) {
        self.init(argument)
    }
}

extension CollectionRole: ExpressibleByArgument {}

extension PersonRole: ExpressibleByArgument {
    /// Reads a role's name.
    public init?(argument: String) {
        self.init(named: argument)
    }

    /// The names of the roles; what is stored is nobody's business.
    public static var allValueStrings: [String] { allCases.map(\.name) }

    /// Nothing beyond the names.
    public static var allValueDescriptions: [String: String] { [:] }

    /// The role's name.
    public var defaultValueDescription: String { name }
}

extension AssignmentKind: ExpressibleByArgument {
    /// Reads a kind's name.
    public init?(argument: String) {
        self.init(named: argument)
    }

    /// The names of the kinds; what is stored is nobody's business.
    public static var allValueStrings: [String] { allCases.map(\.name) }

    /// Nothing beyond the names.
    public static var allValueDescriptions: [String: String] { [:] }

    /// The kind's name.
    public var defaultValueDescription: String { name }
}

extension StringProtocol {
    /// The text without spaces at its ends.
    var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
