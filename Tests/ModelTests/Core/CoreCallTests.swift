import Model
import Testing

@Suite struct CoreCallTests {
    @Test func aRequestNeedsNoBody() {
        let principal = Principal(organization: OrganizationID(high: 1, low: 1), role: .guest)
        let request = CoreRequest(method: .get, target: "/x?y=1", principal: principal, requestID: "r1")
        #expect(request.method.rawValue == "GET")
        #expect(request.target == "/x?y=1")
        #expect(request.contentType == nil)
        #expect(request.body.isEmpty)
        #expect(request.principal == principal)
    }

    @Test func anAnswerNeedsOnlyStatusAndBody() {
        let response = CoreResponse(status: 200, body: [0x7B, 0x7D])
        #expect(response.entityTag == nil)
        #expect(response.retryAfterSeconds == nil)
    }
}
