/// Whether a condition comes to hold within ten seconds: for what happens in the background and tells nobody.
package func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if try await condition() { return true }
        // Short, so that nothing else has to wait for a polling test.
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}
