import Model

/// A picture for an item.
public struct ItemImage: Sendable, Equatable {
    /// A size in pixels.
    public struct Size: Sendable, Equatable {
        /// The width.
        public let width: Int
        /// The height.
        public let height: Int

        /// Makes a size.
        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }

        func write(to json: inout JSONWriter) {
            json.member("width", Double(width))
            json.member("height", Double(height))
        }
    }

    /// Where it is.
    public let url: String
    /// Its size.
    public let size: Size?

    /// Names a picture.
    public init(url: String, size: Size? = nil) {
        self.url = url
        self.size = size
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("url", url)
            size?.write(to: &json)
        }
    }
}
