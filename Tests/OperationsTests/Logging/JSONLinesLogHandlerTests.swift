import Logging
import Model
import Synchronization
import Testing

@testable import Operations

@Suite struct JSONLinesLogHandlerTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])

        func append(_ line: [UInt8]) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }

        var all: [String] { lines.withLock { $0 } }
    }

    private struct Failure: Error, CustomStringConvertible {
        let description = "peer said tasec_EXAMPLEsecretEXAMPLE"
    }

    private let lines = Lines()

    private func logger(
        level: Logger.Level = .info,
        at time: Timestamp = Timestamp(microseconds: 1_700_000_000_250_000),
        metadataProvider: Logger.MetadataProvider? = nil
    ) -> Logger {
        var handler = JSONLinesLogHandler(label: "lectern", level: level, clock: WallClock { time }) { [lines] line in
            lines.append(line)
        }
        handler.metadataProvider = metadataProvider
        return Logger(label: "lectern") { [handler] _ in handler }
    }

    @Test func eventIsOneLineWithMetadataSortedByName() {
        var logger = logger()
        logger[metadataKey: "request"] = "r1"
        logger.notice("started", metadata: ["port": "\(8_080)", "address": "localhost"])
        #expect(
            lines.all == [
                #"{"time":"2023-11-14T22:13:20.250Z","level":"notice","label":"lectern","message":"started","#
                    + #""address":"localhost","port":"8080","request":"r1"}"# + "\n"
            ]
        )
    }

    @Test func wholeSecondHasNoFraction() {
        logger(at: Timestamp(seconds: 0)).info("m")
        #expect(lines.all.first?.hasPrefix(#"{"time":"1970-01-01T00:00:00Z","#) == true)
    }

    @Test func lessSevereEventsAreNotWritten() {
        let logger = logger(level: .warning)
        logger.info("no")
        logger.error("yes")
        #expect(lines.all.count == 1)
    }

    @Test(arguments: [
        ("a\"b\\c", #"a\"b\\c"#),
        ("one\ntwo\r\t", #"one\ntwo\r\t"#),
        ("\u{0}\u{1B}[31m", #"\u0000\u001b[31m"#),
        ("\n{\"level\":\"critical\"}", #"\n{\"level\":\"critical\"}"#),
    ])
    func textCannotBreakOutOfItsMember(text: String, escaped: String) {
        logger().info("\(text)", metadata: ["\(text)": "\(text)"])
        #expect(
            lines.all.first?.hasSuffix(#""message":"\#(escaped)","\#(escaped)":"\#(escaped)"}"# + "\n") == true
        )
        #expect(lines.all.first?.dropLast().contains("\n") == false)
    }

    @Test func nestedMetadataKeepsItsShape() {
        logger().info(
            "m",
            metadata: [
                "list": ["a", ["b": .stringConvertible(2)]],
                "map": ["z": "1", "y": []],
            ]
        )
        #expect(lines.all.first?.contains(#""list":["a",{"b":"2"}],"map":{"y":[],"z":"1"}}"#) == true)
    }

    @Test func metadataCannotReplaceTheMembersOfTheLine() {
        logger().info("m", metadata: ["level": "fatal", "time": "never"])
        #expect(lines.all.first?.contains(#""message":"m","metadata.level":"fatal","metadata.time":"never"}"#) == true)
    }

    @Test func eventWinsOverProviderAndProviderOverLogger() {
        var logger = logger(metadataProvider: Logger.MetadataProvider { ["a": "provider", "b": "provider"] })
        for name in ["a", "b", "c"] { logger[metadataKey: name] = "logger" }
        logger.info("m", metadata: ["a": "event"])
        #expect(lines.all.first?.contains(#""a":"event","b":"provider","c":"logger"}"#) == true)
    }

    @Test func credentialsAreRedactedWhereverTheyStand() {
        let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"
        logger().error(
            "token \(jwt)",
            error: Failure(),
            metadata: ["tasec_EXAMPLEsecretEXAMPLE": ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]]
        )
        let line = lines.all.first ?? ""
        #expect(line.contains(#""message":"token jwt ***""#))
        #expect(line.contains(#""error.message":"peer said tasec_***""#))
        #expect(line.contains(#""tasec_***":["whsec_***"]"#))
    }

    @Test func metadataIsReadAndSetByName() {
        var handler = JSONLinesLogHandler(label: "l", level: .trace, clock: .system) { _ in }
        handler[metadataKey: "a"] = "1"
        #expect(handler[metadataKey: "a"] == "1")
        handler[metadataKey: "a"] = nil
        #expect(handler.metadata.isEmpty)
    }
}
