/// Where each of the things that must differ from each other was read first.
struct LessonFilePlaces<Key: Hashable> {
    private var places: [Key: String] = [:]

    /// Notes a place; returns the place that has the same thing already.
    mutating func claim(_ key: Key, at place: String) -> String? {
        if let first = places[key] { return first }
        places[key] = place
        return nil
    }
}
