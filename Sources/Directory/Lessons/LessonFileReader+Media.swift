import Model

/// Widgets that are not scored, as the player shows them.
///
/// They have no member that says whether they are meant for the player (as `prompt` does for scored ones). So only an
/// address or markup that is plainly wrong refuses the file; all else is remarked.
extension LessonFileReader {
    private static let leftOut = "the player leaves the widget out"

    /// Checks a widget that is not scored.
    mutating func display(_ kind: LessonFile.Widget.Kind, _ node: JSONNode, _ members: Members) {
        switch kind {
        case .text: text(members)
        case .image: image(members)
        case .video: video(members)
        case .html5: activity(members)
        case .external: link(members)
        case .singleChoice, .multipleChoice, .numeric, .shortText, .ordering: break
        }
        remarkMistypedMembers(of: node.members?.map(\.name) ?? [], known: kind.members)
    }

    private mutating func text(_ members: Members) {
        check("html", of: members) { $0.markup($1) }
        check("text", of: members) { reader, node in
            if let text = reader.string(node) { reader.remarkText(text) }
        }
        switch (Self.has("html", members), Self.has("text", members)) {
        case (false, false): remark("\(Self.leftOut): it has neither html nor text")
        case (true, true): remark("the player shows its html, not its text")
        default: break
        }
    }

    private mutating func image(_ members: Members) {
        source("src", of: members, .image)
        described("alt", of: members, "describe the image, or say \"\" when it only decorates")
        check("caption", of: members) { $0.markup($1, as: .remark) }
        for name in ["width", "height"] {
            check(name, of: members) { $0.number($1, 1...10_000, as: .remark) }
        }
    }

    private mutating func video(_ members: Members) {
        source("src", of: members, .video)
        described("title", of: members, "say what the film shows")
        check("poster", of: members) { $0.checkAddress($1, .image, as: .remark) }
        check("captions", of: members) { $0.captions($1) }
        check("transcript", of: members) { $0.markup($1, as: .remark) }
        if !Self.has("captions", members), !Self.has("transcript", members) {
            remark("not everyone can follow it: it has neither captions nor transcript")
        }
    }

    private mutating func captions(_ node: JSONNode) {
        guard let tracks = node.elements else { return remark("must be an array") }
        for (index, track) in tracks.enumerated() {
            within(index) { reader in
                guard let list = track.members else { return reader.remark("must be an object") }
                let members = Members(list.map { ($0.name, $0.value) }) { $1 }
                reader.source("src", of: members, .captions, as: .remark)
                reader.described("srclang", of: members, "say the language, as in en")
                reader.described("label", of: members, "say what the learner chooses by")
                let known = ["src", "srclang", "label"]
                reader.remarkMistypedMembers(of: members.keys.sorted(), known: known)
            }
        }
    }

    private mutating func activity(_ members: Members) {
        check("html", of: members) { $0.string($1) }
        check("src", of: members) { $0.checkAddress($1, .page, as: .problem) }
        switch (Self.has("html", members), Self.has("src", members)) {
        case (false, false): remark("\(Self.leftOut): it has neither html nor src")
        case (true, true): remark("has both html and src; the player shows html")
        default: break
        }
        described("title", of: members, "say what the activity is")
        check("height", of: members) { $0.number($1, 100...2_000, as: .remark) }
    }

    private mutating func link(_ members: Members) {
        source("url", of: members, .page)
        described("text", of: members, "say where the link leads")
    }

    /// Checks the address without which there is nothing to show.
    private mutating func source(
        _ name: String,
        of members: Members,
        _ use: PlayerAddress.Use,
        as severity: Severity = .problem
    ) {
        within(name) { reader in
            guard let node = members[name], !node.isNull else {
                return reader.remark("missing: \(Self.leftOut)")
            }
            reader.checkAddress(node, use, as: severity)
        }
    }

    private mutating func checkAddress(_ node: JSONNode, _ use: PlayerAddress.Use, as severity: Severity) {
        guard let text = string(node, as: severity) else { return }
        let address = PlayerAddress(text)
        if address.isScript {
            report("must not be a \(address.scheme ?? ""): address")
        } else if !address.fits(use) {
            remark("the player does not load it: \(use.rule)")
        }
    }

    /// Remarks that words are missing that some learners cannot do without.
    private mutating func described(_ name: String, of members: Members, _ advice: String) {
        within(name) { reader in
            guard let node = members[name], !node.isNull else { return reader.remark("missing: \(advice)") }
            reader.string(node, as: .remark)
        }
    }
}
