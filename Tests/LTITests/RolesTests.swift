import LTI
import Testing

@Suite struct RolesTests {
    private static let context = "http://purl.imsglobal.org/vocab/lis/v2/membership"
    private static let institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person"
    private static let system = "http://purl.imsglobal.org/vocab/lis/v2/system/person"

    @Test(
        arguments: [
            ("\(context)#Instructor", Role.Scope.context, "Instructor"),
            ("\(context)/Instructor#TeachingAssistant", .context, "Instructor"),
            ("\(institution)#Faculty", .institution, "Faculty"), ("\(system)#SysAdmin", .system, "SysAdmin"),
            ("http://purl.imsglobal.org/vocab/lti/system/person#TestUser", .system, "TestUser"),
            ("Instructor", .context, "Instructor"), ("Learner", .context, "Learner"),
            ("urn:lti:role:ims/lis/Learner", .context, "Learner"),
            ("urn:lti:role:ims/lis/Instructor/GuestInstructor", .context, "Instructor"),
            ("urn:lti:instrole:ims/lis/Administrator", .institution, "Administrator"),
            ("urn:lti:sysrole:ims/lis/SysAdmin", .system, "SysAdmin"),
        ] as [(String, Role.Scope, String)]
    )
    func formsAreUnderstood(text: String, scope: Role.Scope, name: String) {
        let role = Role(text)
        #expect(role.scope == scope)
        #expect(role.name == name)
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
    }

    @Test(arguments: [
        (["\(context)#Instructor"], true, true), (["\(context)/Instructor#TeachingAssistant"], true, true),
        (["\(context)#Administrator"], true, true), (["Instructor", "Learner"], true, true),
        (["\(context)#ContentDeveloper"], false, true), (["\(context)#Learner"], false, false),
        (["\(institution)#Faculty", "\(context)#Learner"], false, false),
        (["\(institution)#Instructor"], false, true), (["\(institution)#Administrator"], false, true),
        (["\(institution)#Instructor", "\(context)#Learner"], false, false),
        (["\(institution)#Faculty"], false, false), (["\(institution)#Student"], false, false),
        (["\(system)#Administrator"], false, true),
        (["\(institution)#Administrator", "\(context)#Learner"], false, false),
        (["\(context)#Mentor"], false, false), ([], false, false),
    ])
    func rightsComeFromTheCourse(texts: [String], isInstructor: Bool, mayChoose: Bool) {
        let roles = Roles(texts)
        #expect(roles.isInstructor == isInstructor)
        #expect(roles.mayChooseContent == mayChoose)
    }

    @Test(arguments: [
        (["\(context)#Learner"], true, true), (["Learner"], true, true), (["\(institution)#Student"], true, true),
        (["\(institution)#Learner"], true, true), (["\(context)#Mentor", "\(institution)#Student"], false, false),
        (["\(context)#ContentDeveloper"], false, false), (["\(context)#Instructor"], false, false),
        (["\(context)#Instructor", "\(context)#Learner"], true, false), (["\(institution)#Administrator"], false, true),
        (["unheard-of"], false, true), ([], false, true),
    ])
    func learnersAreThoseOfTheCourseFirst(texts: [String], isLearner: Bool, isGraded: Bool) {
        let roles = Roles(texts)
        #expect(roles.isLearner == isLearner)
        #expect(roles.isGraded == isGraded)
    }

    @Test func testUsersAreTold() {
        #expect(Roles(["http://purl.imsglobal.org/vocab/lti/system/person#TestUser"]).isTestUser)
        #expect(!Roles(["TestUser"]).isTestUser)
    }
}
