import Synchronization

/// A browser as far as launches need one: it keeps cookies, follows redirects and sends forms.
package final class Browser: Sendable {
    /// Where its pages are, and which cookies it keeps there.
    package enum Place: Sendable {
        /// In a window of their own.
        case top
        /// In a frame of another site, with cookies as they were for long.
        case frame
        /// In a frame of another site, where third-party cookies are blocked unless they are partitioned.
        case frameWithPartitions
        /// In a frame of another site without any cookies.
        case frameWithoutCookies
    }

    /// A redirect that went on for too long.
    package struct Lost: Error {}

    private let connection: Mutex<WebClient>
    private let place: Place
    private let jar = Mutex<[WebCookie]>([])
    private let addresses = Mutex<[String]>([])

    /// Opens a browser without cookies.
    package init(_ client: WebClient, place: Place = .top) {
        connection = Mutex(client)
        self.place = place
    }

    /// Reaches servers elsewhere from now on, as after a restart.
    package func move(to client: WebClient) { connection.withLock { $0 = client } }

    // MARK: Cookies

    /// All that it keeps.
    package var cookies: [WebCookie] { jar.withLock { $0 } }

    package func forgetCookies() { jar.withLock { $0 = [] } }

    /// All addresses that it has asked, in order.
    package var visited: [String] { addresses.withLock { $0 } }

    private func keep(_ response: TestResponse, from place: WebAddress) {
        for header in response.values("Set-Cookie") {
            guard let cookie = WebCookie(header, from: place), allows(cookie) else { continue }
            jar.withLock { jar in
                jar.removeAll { $0.name == cookie.name && $0.host == cookie.host && $0.path == cookie.path }
                if cookie.maximumAge.map({ $0 > 0 }) ?? true { jar.append(cookie) }
            }
        }
    }

    private func allows(_ cookie: WebCookie) -> Bool {
        switch place {
        case .top: true
        case .frame: cookie.sameSite == "none"
        case .frameWithPartitions: cookie.sameSite == "none" && cookie.isPartitioned
        case .frameWithoutCookies: false
        }
    }

    /// The header for a request; what another site sends by POST has only the cookies that say so.
    private func header(for place: WebAddress, isForeignPost: Bool) -> String? {
        let pairs = jar.withLock { jar in
            jar.filter { cookie in
                cookie.host == place.host && cookie.covers(place.path) && (!cookie.isSecure || place.isSecure)
                    && (!isForeignPost || cookie.sameSite == "none")
            }
        }.map { "\($0.name)=\($0.value)" }
        return pairs.isEmpty ? nil : pairs.joined(separator: "; ")
    }

    // MARK: Pages

    /// Asks for a page and follows redirects.
    package func get(_ url: String, headers: [(String, String)] = []) async throws -> WebPage {
        try await go("GET", url, nil, headers, from: nil)
    }

    /// Sends a form from a page of an origin, and follows redirects.
    package func post(
        _ url: String,
        _ fields: [(name: String, value: String)],
        from origin: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> WebPage {
        let body = Array(WebForm.encode(fields).utf8)
        let type = headers.contains { $0.0.lowercased() == "content-type" }
        let all = headers + (type ? [] : [("Content-Type", "application/x-www-form-urlencoded")])
        return try await go("POST", url, body, all, from: origin)
    }

    /// Sends a body as it is, as no form would.
    package func send(
        _ method: String,
        _ url: String,
        body: [UInt8]?,
        headers: [(String, String)]
    ) async throws -> WebPage {
        try await go(method, url, body, headers, from: nil)
    }

    /// Sends a form of a page as it is, or with other fields.
    package func submit(
        _ form: WebForm,
        of page: WebPage,
        fields: [(name: String, value: String)]? = nil,
        headers: [(String, String)] = []
    ) async throws -> WebPage {
        let url = page.address.resolve(form.action)
        guard form.method == "POST" else {
            return try await get("\(url)?\(WebForm.encode(fields ?? form.fields))", headers: headers)
        }
        return try await post(url, fields ?? form.fields, from: page.address.origin, headers: headers)
    }

    /// Sends one request, which may be a form, and follows nothing.
    package func step(
        _ method: String,
        _ url: String,
        fields: [(name: String, value: String)]? = nil
    ) async throws -> TestResponse {
        guard let address = WebAddress(url) else { throw Lost() }
        var sent = [("Accept", "text/html")]
        if let cookie = header(for: address, isForeignPost: false) { sent.append(("Cookie", cookie)) }
        if fields != nil { sent.append(("Content-Type", "application/x-www-form-urlencoded")) }
        let client = connection.withLock { $0 }
        let body = fields.map { Array(WebForm.encode($0).utf8) }
        let response = try await client.send(method, url, headers: sent, body: body)
        keep(response, from: address)
        return response
    }

    private func go(
        _ method: String,
        _ url: String,
        _ body: [UInt8]?,
        _ headers: [(String, String)],
        from origin: String?
    ) async throws -> WebPage {
        var (method, url, body, headers, hops) = (method, url, body, headers, [WebHop]())
        for _ in 0..<10 {
            guard let address = WebAddress(url) else { throw Lost() }
            addresses.withLock { $0.append(url) }
            let isForeignPost = method == "POST" && origin != nil && origin != address.origin
            var sent = headers
            if let cookie = header(for: address, isForeignPost: isForeignPost) { sent.append(("Cookie", cookie)) }
            if !sent.contains(where: { $0.0 == "Accept" }) {
                sent.append(("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"))
            }
            if method == "POST", let origin { sent.append(("Origin", origin)) }
            let client = connection.withLock { $0 }
            let response = try await client.send(method, url, headers: sent, body: body)
            keep(response, from: address)
            guard [301, 302, 303, 307, 308].contains(response.status), let location = response["Location"] else {
                return WebPage(url: url, address: address, response: response, hops: hops)
            }
            hops.append(WebHop(url: url, response: response))
            url = address.resolve(location)
            if [307, 308].contains(response.status) { continue }
            method = "GET"
            body = nil
            headers.removeAll { $0.0.lowercased() == "content-type" }
        }
        throw Lost()
    }
}
