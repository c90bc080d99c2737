import LTI
import Model
import Testing

@Suite struct LineItemChoiceTests {
    /// A list of line items, and which of them is chosen.
    struct Case: Sendable, CustomTestStringConvertible {
        /// Name, link, resource and tag of each.
        let items: [(String, link: String?, resource: String?, tag: String?)]
        let chosen: String?

        var testDescription: String { "\(items.map { $0.0 }) → \(chosen ?? "none")" }
    }

    @Test(arguments: [
        Case(items: [], chosen: nil),
        Case(items: [("a", link: "link", resource: nil, tag: nil)], chosen: "a"),
        Case(
            items: [("a", link: "link", resource: nil, tag: nil), ("b", link: "link", resource: "lesson", tag: nil)],
            chosen: "b"
        ),
        Case(
            items: [("a", link: "link", resource: nil, tag: "x"), ("b", link: "link", resource: nil, tag: "lectern")],
            chosen: "b"
        ),
        // Never one of another link, whatever else fits.
        Case(items: [("a", link: "other", resource: "lesson", tag: "lectern")], chosen: nil),
        Case(
            items: [
                ("a", link: "other", resource: "lesson", tag: "lectern"), ("b", link: "link", resource: nil, tag: nil),
            ],
            chosen: "b"
        ),
        // A course that was copied.
        Case(items: [("a", link: nil, resource: "lesson", tag: "lectern")], chosen: "a"),
        Case(items: [("a", link: nil, resource: "lesson", tag: nil)], chosen: nil),
        Case(items: [("a", link: nil, resource: "other", tag: "lectern")], chosen: nil),
        Case(items: [("a", link: nil, resource: nil, tag: nil)], chosen: nil),
        // Byte for byte.
        Case(items: [("a", link: "LINK", resource: nil, tag: nil)], chosen: nil),
    ])
    func theLinksOwnIsChosen(example: Case) throws {
        let bodies = example.items.map { name, link, resource, tag in
            let members = [("resourceLinkId", link), ("resourceId", resource), ("tag", tag)].compactMap { name, value in
                value.map { #","\#(name)":"\#($0)""# }
            }
            return #"{"id":"https://lms.example/\#(name)","label":"\#(name)","scoreMaximum":100\#(members.joined())}"#
        }
        let items = try #require(LineItem.page(Array("[\(bodies.joined(separator: ","))]".utf8)))
        #expect(items.count == example.items.count)
        #expect(LineItem.choose(items, link: "link", resource: "lesson")?.label == example.chosen)
    }
}
