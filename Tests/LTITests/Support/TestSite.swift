import LTI
import Testing

/// Where the tool of the tests is.
enum TestSite {
    static func make() throws -> ToolSite {
        try #require(ToolSite(base: "https://lectern.test"))
    }
}
