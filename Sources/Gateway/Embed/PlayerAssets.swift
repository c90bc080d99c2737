import Credentials
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// The player's files, which are part of the binary; prepared once, answered without copying.
struct PlayerAssets: Sendable {
    /// A file as it is served.
    struct File: Sendable {
        let type: String
        let body: ByteBuffer
        let entityTag: String
    }

    /// What the player page loads; a new file of `Assets/` gets its line here.
    private static let names: [(name: String, bytes: [UInt8])] = [
        ("access.js", PackageResources.access_js),
        ("choice.js", PackageResources.choice_js),
        ("clock.js", PackageResources.clock_js),
        ("dom.js", PackageResources.dom_js),
        ("entry.js", PackageResources.entry_js),
        ("exhibits.js", PackageResources.exhibits_js),
        ("gateway.js", PackageResources.gateway_js),
        ("grading.js", PackageResources.grading_js),
        ("lesson.js", PackageResources.lesson_js),
        ("markup.js", PackageResources.markup_js),
        ("messages.js", PackageResources.messages_js),
        ("ordering.js", PackageResources.ordering_js),
        ("player.css", PackageResources.player_css),
        ("player.js", PackageResources.player_js),
        ("question.js", PackageResources.question_js),
        ("queue.js", PackageResources.queue_js),
        ("recorder.js", PackageResources.recorder_js),
        ("sanitize.js", PackageResources.sanitize_js),
        ("saved.js", PackageResources.saved_js),
        ("shuffle.js", PackageResources.shuffle_js),
        ("state.js", PackageResources.state_js),
        ("texts.js", PackageResources.texts_js),
        ("view.js", PackageResources.view_js),
    ]

    static let all = PlayerAssets()

    /// The page; what stands in double braces in it is replaced.
    let page: [UInt8]
    let frame: File
    let embedScript: File
    /// The hash of all files in the page's URLs, so that browsers keep a file until any is another.
    let hash: String
    private let files: [String: File]

    private init() {
        page = AssetMinifier.minify("player.html", PackageResources.player_html)
        frame = Self.file("frame.html", PackageResources.frame_html)
        embedScript = Self.file("embed.js", PackageResources.embed_js)
        files = Dictionary(uniqueKeysWithValues: Self.names.map { ($0.name, Self.file($0.name, $0.bytes)) })
        var everything: [UInt8] = []
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            everything += "\(name) \(file.body.readableBytes)\n".utf8
            everything += file.body.readableBytesView
        }
        hash = Gateway.contentHash(everything)
    }

    /// A file by its name.
    subscript(name: String) -> File? { files[name] }

    private static func file(_ name: String, _ source: [UInt8]) -> File {
        let bytes = AssetMinifier.minify(name, source)
        let type =
            switch name.split(separator: ".").last {
            case "css": "text/css"
            case "html": "text/html"
            default: "text/javascript"
            }
        return File(
            type: "\(type); charset=utf-8",
            body: ByteBuffer(bytes: bytes),
            entityTag: "\"\(Gateway.contentHash(bytes))\""
        )
    }
}
