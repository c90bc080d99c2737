import Credentials

/// Keys of the tests, made once for each run.
enum TestRSA {
    static let platform = RSAPrivateKey.generate()
    static let other = RSAPrivateKey.generate()
    static let tool = ToolKey(version: 1, key: RSAPrivateKey.generate(), createdAt: TestTime.now)
}
