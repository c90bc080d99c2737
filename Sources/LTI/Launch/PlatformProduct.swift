import Model

/// What software a platform is and whose (LTI rule V19).
public struct PlatformProduct: Sendable, Equatable {
    /// The installation's own id.
    public let guid: String?
    /// What its users call it.
    public let name: String?
    /// The product, such as `moodle` or `canvas`.
    public let productFamilyCode: String?
    /// The product's version.
    public let version: String?

    /// Reads the claim; nil when it is no object.
    init?(_ node: JSONNode?) {
        guard let node, node.isObject else { return nil }
        guid = node.text("guid")
        name = node.text("name")
        productFamilyCode = node.text("product_family_code")
        version = node.text("version")
    }
}
