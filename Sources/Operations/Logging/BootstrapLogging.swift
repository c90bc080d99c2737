public import Logging

/// Sends everything that is logged to standard error, as JSON lines without credentials; to be called once, at start.
///
/// - Parameter level: the least severe level that is written.
public func bootstrapLogging(level: Logger.Level) {
    LoggingSystem.bootstrap(
        { label, metadataProvider in
            var handler = JSONLinesLogHandler(label: label, level: level)
            handler.metadataProvider = metadataProvider
            return handler
        },
        metadataProvider: nil
    )
}
