import HTTPTypes
import Hummingbird

/// What answers: the table of contents of the public API, in the order of the contract.
func buildRouter(_ gateway: Gateway) -> Router<GatewayContext> {
    let router = Router(context: GatewayContext.self, options: [.autoGenerateHeadEndpoints])
    // Outermost first: ids and logs see everything, also what the error middleware made of a failure.
    router.addMiddleware {
        RequestMiddleware(
            metrics: gateway.metrics,
            accessLog: gateway.settings.accessLog,
            addresses: gateway.addresses
        )
        ErrorMiddleware()
        HostMiddleware()
    }
    let routes = RouteTable(router: router)

    // §2
    let whoAmI = WhoAmIController(gateway: gateway)
    routes.on("/api/public/token", [.get: whoAmI.show])
    // §3
    let lessons = LessonsController(gateway: gateway)
    routes.on("/api/public/lessons", [.get: lessons.list])
    // §4
    let signToken = SignTokenController(gateway: gateway)
    routes.on("/api/public/sign-token", [.post: signToken.sign])
    // §5
    let playerData = PlayerDataController(gateway: gateway)
    routes.onCrossOrigin("/api/public/lessons/{lessonId}/player-data", [.get: playerData.show])
    let player = PlayerController(gateway: gateway)
    routes.on("/player/{lessonId}", [.get: player.page])
    routes.on("/player/frame", [.get: player.frame])
    routes.on("/player/assets/{hash}/{file}", [.get: player.asset])
    routes.on("/embed.js", [.get: player.embedScript])
    // §7
    let progress = ProgressController(gateway: gateway)
    routes.on("/api/public/lessons/{lessonId}/progress/{learnerId}", [.get: progress.embed])
    routes.on("/api/public/lessons/{lessonId}/lti-progress/{ltiUserId}", [.get: progress.lti])
    // §9
    let logger = LoggerController(gateway: gateway)
    routes.onCrossOrigin("/api/logger/contentsession", [.post: logger.pass])
    routes.onCrossOrigin("/api/logger/contentsession/{sessionId}", [.put: logger.pass])
    routes.onCrossOrigin("/api/logger/totalcontentprogress/{userId}", [.get: logger.pass])
    routes.onCrossOrigin("/api/logger/masterylog", [.get: logger.pass])
    routes.onCrossOrigin("/api/logger/masterylog/{masteryLogId}", [.get: logger.pass])
    // An index here, but the router wants one name for one place.
    routes.onCrossOrigin("/api/logger/masterylog/{masteryLogId}/diff", [.get: logger.pass])
    routes.onCrossOrigin("/api/logger/attemptlog", [.get: logger.pass])
    routes.onCrossOrigin("/api/logger/attemptlog/{attemptLogId}", [.get: logger.pass])
    addLTIRoutes(gateway, to: routes)
    return router
}

/// What answers platforms and their people (LTI rules, section 2).
private func addLTIRoutes(_ gateway: Gateway, to routes: RouteTable) {
    let login = LoginController(gateway: gateway)
    routes.on("/lti/login", [.get: login.login, .post: login.login])
    let launch = LaunchController(gateway: gateway)
    routes.on("/lti/launch", [.get: launch.again, .post: launch.launch])
    routes.on("/lti/launch/storage", [.get: launch.again, .post: launch.checkStorage])
    let lesson = LaunchedLessonController(gateway: gateway)
    routes.on("/lti/lessons/{lessonId}", [.get: lesson.page])
    let teacher = TeacherController(gateway: gateway)
    routes.on("/lti/lessons/{lessonId}/learners", [.get: teacher.learners])
    let deepLinking = DeepLinkingController(gateway: gateway)
    routes.on("/lti/deep-linking", [.get: deepLinking.page, .post: deepLinking.answer])
    let keys = ToolKeysController(gateway: gateway)
    routes.on("/lti/jwks.json", [.get: keys.show])
    let registration = RegistrationController(gateway: gateway)
    routes.on("/lti/canvas.json", [.get: registration.canvas])
    routes.on("/lti/register", [.get: registration.register])
}
