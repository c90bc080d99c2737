import Synchronization

/// Launches from many browsers at the same time, each with a user and cookies of its own.
///
/// The platform's part of a launch is done in place, without a request: what is measured is the tool.
package struct LaunchDriver: Sendable {
    /// A launch that did not end as it should.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private let platform: LMS
    private let client: String
    private let target: String
    private let readsPages: Bool

    package init(platform: LMS, client: String, target: String, readsPages: Bool) {
        self.platform = platform
        self.client = client
        self.target = target
        self.readsPages = readsPages
    }

    /// Launches until the time is over.
    ///
    /// - Throws: ``Failure`` at the first launch that is refused.
    package func run(connections: Int, seconds: Double) async throws -> LaunchFigures {
        let clock = ContinuousClock()
        let cpu = ProcessTime.now
        let start = clock.now
        let end = start + .seconds(seconds)
        let times = try await withThrowingTaskGroup(of: [LaunchFigures.Times].self) { tasks in
            for number in 0..<connections {
                tasks.addTask {
                    var times: [LaunchFigures.Times] = []
                    var count = 0
                    while clock.now < end {
                        times.append(try await launch(user: "user-\(number)-\(count % 100)"))
                        count += 1
                    }
                    return times
                }
            }
            return try await tasks.reduce(into: []) { $0 += $1 }
        }
        return LaunchFigures(
            times,
            seconds: (clock.now - start).inSeconds,
            driverSeconds: ProcessTime.now - cpu,
            keySetRequests: platform.requests(.keySet)
        )
    }

    private func launch(user: String) async throws -> LaunchFigures.Times {
        let browser = Browser(WebClient())
        var message = platform.message(target, client: client)
        message.user = user
        let url = platform.loginURL(of: client) ?? ""
        let fields = platform.begin(message)
        let begun = ContinuousClock.now
        let login = try await browser.step("GET", "\(url)?\(WebForm.encode(fields))")
        let loggedIn = ContinuousClock.now
        guard login.status == 302, let location = login["Location"] else {
            throw Failure(description: "the login was answered by \(login.status): \(login.text.prefix(300))")
        }
        let form = try platform.sign(location)
        let signed = ContinuousClock.now
        let launch = try await browser.step("POST", form.action, fields: form.fields)
        let launched = ContinuousClock.now
        guard launch.status == 303, let page = launch["Location"] else {
            throw Failure(description: "the launch was answered by \(launch.status): \(launch.text.prefix(300))")
        }
        if readsPages {
            let shown = try await browser.get(WebAddress(form.action)?.resolve(page) ?? page)
            guard shown.status == 200 else { throw Failure(description: "the page was answered by \(shown.status)") }
        }
        return LaunchFigures.Times(
            login: (loggedIn - begun).inSeconds,
            launch: (launched - signed).inSeconds
        )
    }
}
