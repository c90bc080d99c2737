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
