import Model

/// The section and step ids of one lesson file: keeps them unique and makes up the missing ones.
struct LessonFileIDs {
    private let seed: LessonID
    private var places = LessonFilePlaces<ExternalID>()
    /// Every id that is written in the file or was made up; what is made up next must differ from them.
    private var taken: Set<ExternalID> = []

    /// - Parameters:
    ///   - seed: what made-up ids depend on besides their place: the id of the lesson.
    ///   - lesson: the whole file; its ids are taken from the start, also those that are read later.
    init(seed: LessonID, lesson: JSONNode) {
        self.seed = seed
        for section in lesson["sections"]?.elements ?? [] {
            for holder in [section] + (section["steps"]?.elements ?? []) {
                if let id = holder["id"]?.string.flatMap({ ExternalID($0) }) { taken.insert(id) }
            }
        }
    }

    /// Notes an id that the file gives; returns the place that has the same one already.
    mutating func claim(_ id: ExternalID, at place: String) -> String? {
        places.claim(id, at: place)
    }

    /// Makes up the id of a section or step that has none: always the same one for the same lesson and place.
    ///
    /// A new step put before old ones, which keep the ids once made up for their places, must not get one of those:
    /// such a place is hashed again until its id is free.
    mutating func derive(at place: String) -> ExternalID {
        var attempt = 0
        while true {
            let id = Self.hash("\(seed)/\(place)/\(attempt)")
            if taken.insert(id).inserted { return id }
            attempt += 1
        }
    }

    /// FNV-1a of 128 bits, marked as a UUID of version 8 (RFC 9562 §5.8).
    ///
    /// It must never change: stored progress names steps by their ids.
    private static func hash(_ text: String) -> ExternalID {
        var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
        for byte in text.utf8 {
            hash ^= UInt128(byte)
            hash &*= 0x0000_0000_0100_0000_0000_0000_0000_013B
        }
        let high = UInt64(truncatingIfNeeded: hash >> 64)
        let low = UInt64(truncatingIfNeeded: hash)
        return ExternalID(
            high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x0000_0000_0000_8000,
            low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        )
    }
}
