import Model
import Testing

@testable import Credentials

@Suite struct CallSignerTests {
    private let now = Timestamp(seconds: 1_750_000_000)
    private let expires = Timestamp(seconds: 1_750_000_030)
    private let organization = OrganizationID(high: 0x6EC0_BD7F_11C0_43DA, low: 0x975E_2A8A_D9EB_AE0B)
    private let signer = CallSigner(keys: LiveKeyRing(fixed: TestKeys.ring))

    private var request: CoreRequest {
        CoreRequest(
            method: .post,
            target: "/api/logger/x?y=1",
            body: Array(#"{"a":1}"#.utf8),
            principal: Principal(organization: organization, role: .admin),
            requestID: "r"
        )
    }

    private func verify(
        _ header: String,
        method: String = "POST",
        target: String = "/api/logger/x?y=1",
        body: String = #"{"a":1}"#,
        at instant: Timestamp? = nil
    ) -> Principal? {
        signer.verify(header: header, method: method, target: target, body: Array(body.utf8), at: instant ?? now)
    }

    /// Computed apart from this code.
    @Test func givesTheHeaderOfTheVector() {
        let payload =
            "eyJvcmdhbml6YXRpb24iOiI2ZWMwYmQ3Zi0xMWMwLTQzZGEtOTc1ZS0yYThhZDllYmFlMGIiLCJyb2xlIjoiYWRtaW4i"
            + "LCJhdHRyaWJ1dGVzIjpudWxsLCJleHBpcmVzIjoxNzUwMDAwMDMwMDAwMDAwfQ"
        let code = "28f4627d0bae211e37c9e5bd24182dbf4f8142ac776507697dd1e25016e2727b"
        #expect(signer.sign(request, expires: expires) == "v1.\(payload).\(code)")
    }

    @Test func theWholePrincipalComesBack() {
        let principal = Principal(
            organization: organization,
            role: .learner,
            person: .init(learner: LearnerID(high: 3, low: 4), subject: .embed(learner: "Zoë.1"), course: nil),
            lesson: .init(lesson: LessonID(high: 5, low: 6), version: LessonVersionID(high: 7, low: 8)),
            userAttributes: JSONText(trusted: #"{"n": 1e2, "s":"\u00e9"}"#)
        )
        let request = CoreRequest(method: .get, target: "/a", principal: principal, requestID: "r")
        let header = signer.sign(request, expires: expires)
        #expect(signer.verify(header: header, method: "GET", target: "/a", body: [], at: now) == principal)
    }

    @Test func aSignedCallIsGoodForThatCallOnly() {
        let header = signer.sign(request, expires: expires)
        #expect(verify(header) == request.principal)
        #expect(verify(header, method: "PUT") == nil)
        #expect(verify(header, method: "post") == nil)
        #expect(verify(header, target: "/api/logger/x") == nil)
        #expect(verify(header, target: "/api/logger/x?y=2") == nil)
        #expect(verify(header, body: "") == nil)
        #expect(verify(header, body: #"{"a":2}"#) == nil)
        #expect(verify(header, body: #"{"a":1} "#) == nil)
    }

    @Test func fieldsCannotRunIntoEachOther() {
        let header = signer.sign(request, expires: expires)
        #expect(verify(header, method: "POS", target: "T/api/logger/x?y=1") == nil)
        #expect(verify(header, method: "POST/", target: "api/logger/x?y=1") == nil)
    }

    @Test func isRefusedFromItsExpiryOn() {
        let header = signer.sign(request, expires: expires)
        #expect(verify(header, at: Timestamp(microseconds: expires.microseconds - 1)) != nil)
        #expect(verify(header, at: expires) == nil)
        #expect(verify(header, at: expires.adding(seconds: 1)) == nil)
    }

    @Test func aChangeAnywhereInTheHeaderIsRefused() {
        let header = Array(signer.sign(request, expires: expires).utf8)
        for index in header.indices {
            var changed = header
            changed[index] = changed[index] == UInt8(ascii: "2") ? UInt8(ascii: "3") : UInt8(ascii: "2")
            #expect(verify(String(decoding: changed, as: UTF8.self)) == nil)
        }
    }

    @Test func otherShapesAreRefused() {
        let header = signer.sign(request, expires: expires)
        let parts = header.split(separator: ".").map(String.init)
        let shapes = [
            "", ".", "..", "...", "v1", "v1..", header + ".", "." + header, header + "\n", " " + header, header + "0",
            String(header.dropLast()), parts[0] + "." + parts[1], parts[1] + "." + parts[2],
            "v01." + parts[1] + "." + parts[2], "V1." + parts[1] + "." + parts[2],
            "v2." + parts[1] + "." + parts[2], "v0." + parts[1] + "." + parts[2], "v-1." + parts[1] + "." + parts[2],
            "1." + parts[1] + "." + parts[2], "v1." + parts[1] + "=." + parts[2],
            "v1." + parts[1] + "." + parts[2].uppercased(), "v99999999999999999999." + parts[1] + "." + parts[2],
        ]
        for shape in shapes { #expect(verify(shape) == nil) }
    }

    @Test(arguments: ["", "{}", "null", "[1]", #"{"organization":"x","role":"admin","expires":1}"#, "\u{FF}"])
    func aSignedTextThatIsNoPrincipalIsRefused(text: String) {
        let payload = Base64URL.encode(text.utf8)
        #expect(verify(header(payload: payload)) == nil)
    }

    @Test func aSignedPayloadThatIsNoTextIsRefused() {
        #expect(verify(header(payload: Base64URL.encode([0xC3, 0x28]))) == nil)
        #expect(verify(header(payload: "@@@@")) == nil)
    }

    /// A header whose code is right, for any middle part.
    private func header(payload: String) -> String {
        var message: [UInt8] = []
        for field in ["v1", "POST", "/api/logger/x?y=1", payload, #"{"a":1}"#] {
            withUnsafeBytes(of: UInt64(field.utf8.count).bigEndian) { message.append(contentsOf: $0) }
            message.append(contentsOf: field.utf8)
        }
        return "v1.\(payload).\(HMACKey(TestKeys.internal).code(for: message).hex)"
    }

    @Test func theHelperOfTheseTestsSignsRightly() {
        let payload = Base64URL.encode(request.principal.wireText(expires: expires).utf8)
        #expect(verify(header(payload: payload)) == request.principal)
    }

    @Test func anotherInstallationsSignatureIsRefused() {
        let ring = KeyRing(
            peppers: [1: TestKeys.pepper],
            embed: [1: TestKeys.embed],
            internal: [1: SecretBytes.random(count: 32)]
        )
        #expect(verify(CallSigner(keys: LiveKeyRing(fixed: ring)).sign(request, expires: expires)) == nil)
    }

    @Test func oldVersionsAreAcceptedUntilRetired() {
        let header = signer.sign(request, expires: expires)
        let rotated = KeyRing(
            peppers: [1: TestKeys.pepper],
            embed: [1: TestKeys.embed],
            internal: [1: TestKeys.internal, 2: TestKeys.pepper]
        )
        let next = CallSigner(keys: LiveKeyRing(fixed: rotated))
        #expect(next.sign(request, expires: expires).hasPrefix("v2."))
        #expect(
            next.verify(
                header: header,
                method: "POST",
                target: request.target,
                body: request.body,
                at: now
            ) == request.principal
        )
    }
}
