import Directory
import TestSupport

/// Runs a second platform, which the scene's tool knows, too.
func withOther<Value: Sendable>(
    _ scene: LaunchScene,
    client: String = LaunchScene.client,
    _ body: (LMS) async throws -> Value
) async throws -> Value {
    let other = LMS(clock: scene.world.clock.wall)
    other.register(LMSClient(client, tool: LaunchScene.tool))
    return try await withPlatform(other) { other in
        other.settle(at: other.base, client: scene.web)
        _ = try await scene.world.directory.platforms.save(
            other.platformDraft(client: client),
            organization: scene.world.organization,
            actor: "test"
        )
        return try await body(other)
    }
}
