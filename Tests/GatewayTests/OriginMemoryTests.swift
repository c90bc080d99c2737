import Testing

@testable import Gateway

@Suite struct OriginMemoryTests {
    @Test(arguments: [
        ("https://lectern.test", "https://lectern.test"), ("https://Lectern.test:443", "https://lectern.test"),
        ("https://lectern.test:8443/path", "https://lectern.test:8443"), ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("https://lectern.test:80", "https://lectern.test:80"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ])
    func ownOriginIsThatOfThePublicURL(url: String, origin: String) {
        #expect(OriginMemory.origin(of: url) == origin)
    }
}
