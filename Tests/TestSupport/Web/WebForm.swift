import Model

/// A form of a page, as far as tests fill it in.
package struct WebForm: Sendable {
    /// Where it is sent, as it is written; empty for the page's own address.
    package let action: String
    package let method: String
    /// Its fields with their values: hidden ones and texts, and what is checked already.
    package var fields: [(name: String, value: String)]

    /// The value of its first field of a name.
    package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The forms of a page in their order.
    package static func all(in page: String) -> [WebForm] {
        var forms: [WebForm] = []
        var rest = page[...]
        while let start = rest.firstRange(of: "<form") {
            rest = rest[start.lowerBound...]
            let end = rest.firstRange(of: "</form>")?.lowerBound ?? rest.endIndex
            let form = rest[..<end]
            rest = rest[end...]
            let tag = HTMLTag.first("form", in: form)
            forms.append(
                WebForm(
                    action: tag?["action"] ?? "",
                    method: (tag?["method"] ?? "get").uppercased(),
                    fields: fields(in: form)
                )
            )
        }
        return forms
    }

    private static func fields(in form: Substring) -> [(name: String, value: String)] {
        HTMLTag.all("input", in: form).compactMap { tag in
            guard let name = tag["name"], !["submit", "button", "image"].contains(tag["type"] ?? "text") else {
                return nil
            }
            let isBox = ["checkbox", "radio"].contains(tag["type"] ?? "text")
            return isBox && tag["checked"] == nil ? nil : (name, tag["value"] ?? (isBox ? "on" : ""))
        }
    }

    /// The pairs as the text of a query or a form's body.
    package static func encode(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }
}
