import LTI
import Testing

@Suite struct RolesTests {
    private static let context = "http://purl.imsglobal.org/vocab/lis/v2/membership"
    private static let institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person"
    private static let system = "http://purl.imsglobal.org/vocab/lis/v2/system/person"

    @Test(
        arguments: [
            ("\(context)#Instructor", Role.Scope.context, "Instructor", nil),
            ("\(context)/Instructor#TeachingAssistant", .context, "Instructor", "TeachingAssistant"),
            ("\(institution)#Faculty", .institution, "Faculty", nil), ("\(system)#SysAdmin", .system, "SysAdmin", nil),
            ("http://purl.imsglobal.org/vocab/lti/system/person#TestUser", .system, "TestUser", nil),
            ("Instructor", .context, "Instructor", nil), ("Learner", .context, "Learner", nil),
            ("urn:lti:role:ims/lis/Learner", .context, "Learner", nil),
            ("urn:lti:role:ims/lis/Instructor/GuestInstructor", .context, "Instructor", "GuestInstructor"),
            ("urn:lti:instrole:ims/lis/Administrator", .institution, "Administrator", nil),
            ("urn:lti:sysrole:ims/lis/SysAdmin", .system, "SysAdmin", nil),
        ] as [(String, Role.Scope, String, String?)]
    )
    func formsAreUnderstood(text: String, scope: Role.Scope, name: String, subRole: String?) {
        let role = Role(text)
        #expect(role.scope == scope)
        #expect(role.name == name)
        #expect(role.subRole == subRole)
    }

    @Test(arguments: [
        "", "Faculty", "instructor", "\(context)", "\(context)#", "\(context)#a#b", "\(context)Instructor",
        "\(context)/#Instructor", "https://purl.imsglobal.org/vocab/lis/v2/membership#Instructor",
        "urn:lti:role:ims/lis/", "urn:lti:role:ims/lis/a/b/c", "x#Instructor", "#Instructor",
        "http://evil.example/http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor",
    ])
    func otherTextsMeanNothing(text: String) {
        #expect(Role(text).scope == nil)
        let roles = Roles([text])
        #expect(!roles.isInstructor && !roles.isLearner && !roles.mayChooseContent)
        #expect(roles.texts == [text], "and are kept")
    }

    @Test(arguments: [
        (["\(context)#Instructor"], true, true), (["\(context)/Instructor#TeachingAssistant"], true, true),
        (["\(context)#Administrator"], true, true), (["Instructor", "Learner"], true, true),
        (["\(context)#ContentDeveloper"], false, true), (["\(context)#Learner"], false, false),
        (["\(institution)#Faculty", "\(context)#Learner"], false, false),
        (["\(institution)#Instructor"], false, false), (["\(institution)#Administrator"], false, true),
        (["\(system)#Administrator"], false, true),
        (["\(institution)#Administrator", "\(context)#Learner"], false, false),
        (["\(context)#Mentor"], false, false), ([], false, false),
    ])
    func rightsComeFromTheCourse(texts: [String], isInstructor: Bool, mayChoose: Bool) {
        let roles = Roles(texts)
        #expect(roles.isInstructor == isInstructor)
        #expect(roles.mayChooseContent == mayChoose)
    }

    @Test func mentorsAndTestUsersAreTold() {
        #expect(Roles(["\(Self.context)#Mentor"]).isMentor)
        #expect(Roles(["http://purl.imsglobal.org/vocab/lti/system/person#TestUser"]).isTestUser)
        #expect(!Roles(["TestUser"]).isTestUser)
    }
}
