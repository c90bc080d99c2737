import ArgumentParser
import Gateway
import LTI
import Model

extension PlatformCommand {
    struct Config: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what to enter in a platform to make Lectern known there, and what to bring back.",
            discussion: "Labels are the platform's own. Values follow from LECTERN_PUBLIC_URL. Needs no database."
        )

        /// Labels up to this length stand in one column.
        private static let labelWidth = 40

        @Option(help: "The product.") var lms: LMSProduct
        @OptionGroup var json: JSONOption

        func run() async throws {
            try await lectern.run {
                let site = try Installation.read().toolSite()
                let guide = LMSGuide(lms, for: site)
                if !site.base.hasPrefix("https:") {
                    Console.note("Set LECTERN_PUBLIC_URL to an https address, which platforms elsewhere can reach.")
                }
                if json.isOn { Console.print { Self.write(guide, to: &$0) } } else { Self.show(guide) }
            }
        }

        // MARK: Text

        private static func show(_ guide: LMSGuide) {
            Console.print("\(guide.lms.title)\n")
            if let registration = guide.registration {
                Console.print("The short way: make a link with `lectern platform register-url`.\n  \(registration)\n")
                Console.print("By hand:")
            }
            Console.print("  \(guide.place)")
            show("Enter", guide.fields)
            show("Services", guide.services)
            show("Privacy", guide.privacy)
            show("Custom parameter, only for a link whose lesson is not chosen from the list", guide.custom)
            Console.print("\nThen")
            for (index, step) in guide.steps.enumerated() { Console.print("  \(index + 1). \(step)") }
            show("Bring back", guide.answers.map { ($0.label, $0.option) })
            Console.print("\n  \(guide.command)")
        }

        private static func show(_ title: String, _ fields: [LMSGuide.Field]) {
            show(title, fields.map { ($0.label, $0.value) })
        }

        private static func show(_ title: String, _ lines: [(label: String, value: String)]) {
            Console.print("\n\(title)")
            let width = lines.map(\.label.count).filter { $0 <= labelWidth }.max() ?? 0
            for (label, value) in lines {
                let space = String(repeating: " ", count: max(0, width - label.count))
                Console.print("  \(label):\(space) \(value)")
            }
        }

        // MARK: JSON

        private static func write(_ guide: LMSGuide, to json: inout JSONWriter) {
            json.object { json in
                json.name("lms")
                json.string(guide.lms.rawValue)
                json.name("place")
                json.string(guide.place)
                json.name("dynamicRegistration")
                json.string(guide.registration)
                for (name, fields) in [
                    ("fields", guide.fields), ("services", guide.services), ("privacy", guide.privacy),
                    ("customParameters", guide.custom),
                ] {
                    json.name(name)
                    write(fields.map { ($0.label, $0.value) }, as: "value", to: &json)
                }
                json.name("steps")
                json.array { json in
                    for step in guide.steps { json.string(step) }
                }
                json.name("bringBack")
                write(guide.answers.map { ($0.label, $0.option) }, as: "option", to: &json)
                json.name("command")
                json.string(guide.command)
            }
        }

        private static func write(
            _ lines: [(label: String, value: String)],
            as name: String,
            to json: inout JSONWriter
        ) {
            json.array { json in
                for (label, value) in lines {
                    json.object { json in
                        json.name("label")
                        json.string(label)
                        json.name(name)
                        json.string(value)
                    }
                }
            }
        }
    }
}
