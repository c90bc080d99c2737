import Model

/// What software a platform is (LTI rule V19).
public struct PlatformProduct: Sendable, Equatable {
    /// The product, such as `moodle` or `canvas`.
    public let productFamilyCode: String?

    /// Reads the claim; nil when it is no object.
    init?(_ node: JSONNode?) {
        guard let node, node.isObject else { return nil }
        productFamilyCode = node.text("product_family_code")
    }
}
