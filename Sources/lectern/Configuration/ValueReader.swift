import Directory
import LTI
import Model

/// Reads the text of each key as what it must be, or says what it must be.
struct ValueReader {
    let given: (String) -> String?

    /// The text given, or the standard one.
    func text(_ key: ConfigurationKey) -> String {
        guard let text = given(key.name), !text.isEmpty else { return key.standard ?? "" }
        return text
    }

    private func refuse(_ key: ConfigurationKey, _ rule: String) -> LecternError {
        .configuration("\(key.environmentName) must be \(rule), not \"\(text(key))\"")
    }

    func address(_ key: ConfigurationKey) throws(LecternError) -> ListenAddress {
        guard let address = ListenAddress(text(key)) else { throw refuse(key, "host:port or unix:/path") }
        return address
    }

    func number(_ key: ConfigurationKey, in range: ClosedRange<Int>) throws(LecternError) -> Int {
        guard let number = Int(text(key)), range.contains(number) else {
            throw refuse(key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func flag(_ key: ConfigurationKey) throws(LecternError) -> Bool {
        switch text(key) {
        case "on": true
        case "off": false
        default: throw refuse(key, "on or off")
        }
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: ConfigurationKey,
        _ type: Choice.Type
    ) throws(LecternError) -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: text(key)) else {
            throw refuse(key, "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    func folder(_ key: ConfigurationKey) throws(LecternError) -> String {
        let path = text(key)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    func addressRanges(_ key: ConfigurationKey) throws(LecternError) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for part in text(key).split(separator: ",") {
            guard let range = AddressRange(part.trimmingSpaces) else {
                throw refuse(key, "IP addresses or CIDR ranges, separated by commas")
            }
            ranges.append(range)
        }
        return ranges
    }

    /// Texts that are separated by commas.
    func list(_ key: ConfigurationKey) -> [String] {
        text(key).split(separator: ",").map { String($0.trimmingSpaces) }.filter { !$0.isEmpty }
    }

    func coreURL() throws(LecternError) -> String {
        let url = text(.coreURL)
        guard URLText(url, scheme: "http") != nil || URLText(url, scheme: "http+unix") != nil else {
            throw refuse(.coreURL, "http://host:port or http+unix:// and a percent-coded path")
        }
        return url
    }

    /// Where the world reaches the gateway; must be said once it listens to more than this machine.
    func publicURL(listen: ListenAddress) throws(LecternError) -> String {
        let key = ConfigurationKey.publicURL
        guard let given = given(key.name), !given.isEmpty else {
            guard listen.isLocal else {
                throw .configuration(
                    "Set LECTERN_PUBLIC_URL to the https:// address under which the world reaches this gateway"
                )
            }
            return "http://\(text(.listen).hasPrefix("unix:") ? "localhost" : text(.listen))"
        }
        let isLocal = URLText(given, scheme: "http").map { ["127.0.0.1", "localhost", "[::1]"].contains($0.host) }
        guard URLText(given, scheme: "https") != nil || isLocal == true, ToolSite(base: given) != nil else {
            throw refuse(key, "an https:// address, since tokens must not travel in the clear,")
        }
        return given.hasSuffix("/") ? String(given.dropLast()) : given
    }
}
