/// Guesses which member the author of a file meant.
enum MemberSuggestion {
    /// The known name nearest to a mistyped one; nil when none is near.
    static func nearest(to name: String, among known: [String]) -> String? {
        // No known name is near a long one, and the distance of a hostile one would take long.
        guard name.utf8.count <= 32 else { return nil }
        let typed = Array(name.lowercased().utf8)
        let nearest =
            known
            .map { (name: $0, distance: distance(typed, Array($0.lowercased().utf8))) }
            .min { $0.distance < $1.distance }
        guard let nearest, nearest.distance <= max(1, nearest.name.utf8.count / 3) else { return nil }
        return nearest.name
    }

    /// How many letters to insert, delete, replace or swap with their neighbour to get from one text to the other.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, beforePrevious[column - 1] + 1)
                }
                current.append(best)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }
}
