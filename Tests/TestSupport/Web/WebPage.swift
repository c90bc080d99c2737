/// An answer that led elsewhere.
package struct WebHop: Sendable {
    package let url: String
    package let response: TestResponse
}

/// What a browser has on the screen.
package struct WebPage: Sendable {
    package let url: String
    package let address: WebAddress
    package let response: TestResponse
    /// The redirects on the way, in order.
    package let hops: [WebHop]

    package var status: Int { response.status }
    package var text: String { response.text }
    package var forms: [WebForm] { WebForm.all(in: text) }
    /// The statuses of all answers from the first request to this page.
    package var statuses: [Int] { hops.map(\.response.status) + [status] }

    /// The content of a `meta` element.
    package func meta(_ name: String) -> String? {
        HTMLTag.all("meta", in: text).first { $0["name"] == name }?["content"]
    }
}
