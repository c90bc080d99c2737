public import Model

/// A chosen link that launches the tool (LTI rule D4).
public struct ResourceLinkItem: Sendable {
    /// A span of time; either end may be open.
    public struct Span: Sendable, Equatable {
        /// When it begins.
        public let start: Timestamp?
        /// When it ends.
        public let end: Timestamp?

        /// Makes a span.
        public init(start: Timestamp?, end: Timestamp?) {
            self.start = start
            self.end = end
        }
    }

    /// What is launched: a target link of the tool, which comes back in each launch.
    public let url: String
    /// What the course shows.
    public let title: String?
    /// What the course says of it.
    public let text: String?
    /// A small picture.
    public let icon: ItemImage?
    /// A larger picture.
    public let thumbnail: ItemImage?
    /// What comes back in each launch as custom parameters.
    public let custom: [(name: String, value: String)]
    /// The column for the grades; nil for a link without.
    public let lineItem: LineItem?
    /// When learners may open it.
    public let available: Span?
    /// When learners may hand in.
    public let submission: Span?
    /// The size of the frame.
    public let frame: ItemImage.Size?
    /// The name of the window in which it is to open; nil for the platform's choice.
    public let windowTarget: String?

    /// Makes an item.
    public init(
        url: String,
        title: String?,
        text: String? = nil,
        icon: ItemImage? = nil,
        thumbnail: ItemImage? = nil,
        custom: [(name: String, value: String)] = [],
        lineItem: LineItem? = nil,
        available: Span? = nil,
        submission: Span? = nil,
        frame: ItemImage.Size? = nil,
        windowTarget: String? = nil
    ) {
        self.url = url
        self.title = title
        self.text = text
        self.icon = icon
        self.thumbnail = thumbnail
        self.custom = custom
        self.lineItem = lineItem
        self.available = available
        self.submission = submission
        self.frame = frame
        self.windowTarget = windowTarget
    }

    func write(to json: inout JSONWriter, withLineItem: Bool) {
        json.member("url", url)
        json.member("title", title)
        json.member("text", text)
        if let icon {
            json.name("icon")
            icon.write(to: &json)
        }
        if let thumbnail {
            json.name("thumbnail")
            thumbnail.write(to: &json)
        }
        if !custom.isEmpty {
            json.name("custom")
            json.object { json in
                for (name, value) in custom { json.member(name, value) }
            }
        }
        if withLineItem, let lineItem {
            json.name("lineItem")
            lineItem.write(to: &json)
        }
        Self.write(available, named: "available", to: &json)
        Self.write(submission, named: "submission", to: &json)
        if let frame {
            json.name("iframe")
            json.object { frame.write(to: &$0) }
        }
        if let windowTarget {
            json.name("window")
            json.object { $0.member("targetName", windowTarget) }
        }
    }

    private static func write(_ span: Span?, named name: String, to json: inout JSONWriter) {
        guard let span else { return }
        json.name(name)
        json.object { json in
            json.member("startDateTime", span.start)
            json.member("endDateTime", span.end)
        }
    }
}
