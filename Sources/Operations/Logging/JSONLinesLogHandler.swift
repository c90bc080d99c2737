public import Logging
public import Model

/// Writes each log event as one JSON object on one line: `time`, `level`, `label`, `message`, then the metadata by name.
///
/// Credentials are blotted out of the whole line (`tasec_***`, `whsec_***`, `jwt ***`). A metadata name that the line
/// already has gets the prefix `metadata.`, so that no member appears twice.
public struct JSONLinesLogHandler: LogHandler {
    /// The least severe level that is written.
    public var logLevel: Logger.Level
    /// Metadata of all events of this logger.
    public var metadata: Logger.Metadata = [:]
    /// Gives metadata from where the event happens.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let clock: WallClock
    private let sink: @Sendable ([UInt8]) -> Void

    /// Makes a handler that writes to standard error.
    ///
    /// - Parameters:
    ///   - label: the logger's label.
    ///   - level: the least severe level that is written.
    ///   - clock: tells the time of an event.
    public init(label: String, level: Logger.Level, clock: WallClock = .system) {
        self.init(label: label, level: level, clock: clock) { StandardError.write($0) }
    }

    /// Makes a handler that hands each line to `sink`.
    ///
    /// - Parameters:
    ///   - label: the logger's label.
    ///   - level: the least severe level that is written.
    ///   - clock: tells the time of an event.
    ///   - sink: takes a whole line with its line feed; called from any thread, several at a time.
    public init(
        label: String,
        level: Logger.Level,
        clock: WallClock,
        sink: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.label = label
        self.logLevel = level
        self.clock = clock
        self.sink = sink
    }

    /// Reads or sets one member of the logger's metadata.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes an event.
    public func log(event: LogEvent) {
        var json = JSONWriter()
        json.object { json in
            json.name("time")
            json.time(clock.now())
            json.name("level")
            json.string(event.level.rawValue)
            json.name("label")
            json.string(label)
            json.name("message")
            json.string(event.message.description)
            for (name, value) in members(of: event).sorted(by: { $0.key < $1.key }) {
                json.name(Self.ownMembers.contains(name) ? "metadata.\(name)" : name)
                Self.write(value, to: &json)
            }
        }
        var line = SecretRedactor.redacted(json.bytes)
        line.append(UInt8(ascii: "\n"))
        sink(line)
    }

    private static let ownMembers: Set<String> = ["time", "level", "label", "message"]

    /// The logger's metadata, then what the provider knows, then the event's own: the later wins.
    private func members(of event: LogEvent) -> Logger.Metadata {
        var members = metadata
        if let provided = metadataProvider?.get() {
            members.merge(provided) { _, new in new }
        }
        if let own = event.metadata {
            members.merge(own) { _, new in new }
        }
        if let error = event.error {
            members["error.message"] = "\(error)"
            members["error.type"] = "\(String(reflecting: type(of: error)))"
        }
        return members
    }

    private static func write(_ value: Logger.MetadataValue, to json: inout JSONWriter) {
        switch value {
        case .string(let text): json.string(text)
        case .stringConvertible(let value): json.string(value.description)
        case .array(let values):
            json.array { json in
                for value in values { write(value, to: &json) }
            }
        case .dictionary(let members):
            json.object { json in
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    json.name(name)
                    write(value, to: &json)
                }
            }
        }
    }
}
