public import ArgumentParser
public import Credentials
public import Model

extension KeyPurpose: ExpressibleByArgument {}

extension ID: ExpressibleByArgument {
    /// Reads a UUID.
    public init?(argument: String) {
        self.init(argument)
    }
}

extension StringProtocol {
    /// The text without spaces at its ends.
    var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
