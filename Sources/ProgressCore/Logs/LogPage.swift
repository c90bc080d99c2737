import Model
import Storage

/// Which entries of a list are given, and in what form (logger rules L6, A5).
struct LogPage {
    /// A page that somebody asks for.
    struct Request {
        let size: Int
        /// As it was given; nil for the first.
        let number: String?
    }

    /// The longest list that is given at once; more must be asked for page by page.
    static let listLimit = 10_000

    let count: Int
    let request: Request?
    let number: Int

    /// Finds the place of a page in a list of so many entries.
    ///
    /// - Throws: ``LoggerRefusal`` `notFound` for a page that is not there; `statement` for a list that is too long to be
    ///   given at once.
    init(_ request: Request?, count: Int) throws(LoggerRefusal) {
        self.count = count
        self.request = request
        guard let request else {
            guard count <= Self.listLimit else {
                throw .statement("There are more than \(Self.listLimit) entries; ask for them with page_size")
            }
            number = 1
            return
        }
        let total = Self.pages(count, request.size)
        // `last` is how Kolibri's pages may be asked for, too.
        let asked = request.number.map { $0 == "last" ? total : Int($0) } ?? 1
        guard let asked, (1...total).contains(asked) else { throw .notFound }
        number = asked
    }

    private static func pages(_ count: Int, _ size: Int) -> Int { max(1, (count + size - 1) / size) }

    var limit: Int { request?.size ?? Self.listLimit }
    var offset: Int { (number - 1) * limit }

    /// Writes entries as a plain list or as a page.
    func answer(_ writeEntries: (inout JSONWriter) throws -> Void) rethrows -> JSONText {
        var json = JSONWriter(capacity: 4_096)
        if let request {
            try json.object { json in
                json.name("page")
                json.integer(number)
                json.name("count")
                json.integer(count)
                json.name("total_pages")
                json.integer(Self.pages(count, request.size))
                json.name("results")
                try json.array(writeEntries)
            }
        } else {
            try json.array(writeEntries)
        }
        return JSONText(trusted: json.text)
    }
}
