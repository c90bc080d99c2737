/// Entries one after the other in a ring of fixed memory; the oldest one gives way to the newest.
///
/// One block of memory instead of an object for each entry: a packed answer is smaller than what an object costs.
struct AnswerLog: Sendable {
    /// What stands before the bytes of an entry.
    struct Header {
        /// The place in the index that names the entry; nil when none does any more.
        var place: Int?
        /// The sample that the bytes are packed with.
        var sample: Int
        /// The size of the text when unpacked.
        var textCount: Int
        /// Whether it was asked for since it was written.
        var isUsed: Bool
    }

    /// Entries begin at multiples of this.
    static let unit = 4
    private static let headerSize = 12
    private static let noPlace = UInt32.max
    /// Larger entries do not fit into their header.
    static let largestEntry = Int(UInt16.max) * unit

    let capacity: Int
    private var bytes: [UInt8]
    private var head = 0
    private var tail = 0
    private var filled = 0
    /// Where the entries before the end of the memory end, while newer ones stand at its beginning.
    private var end: Int

    /// Makes a ring of at most so many bytes; the memory is taken from the system when it is written to.
    init(bytes capacity: Int) {
        self.capacity = capacity / Self.unit * Self.unit
        end = self.capacity
        bytes = [UInt8](unsafeUninitializedCapacity: self.capacity) { [capacity = self.capacity] _, count in
            count = capacity
        }
    }

    /// The bytes that an entry takes.
    static func size(ofPacked count: Int) -> Int {
        (headerSize + count + unit - 1) / unit * unit
    }

    var isEmpty: Bool { filled == 0 }

    /// Bytes that are not taken.
    var free: Int { capacity - filled }

    /// Whether an entry of a size can be appended without dropping another.
    func hasRoom(for size: Int) -> Bool {
        guard !isEmpty else { return size <= capacity }
        guard head >= tail else { return size <= tail - head }
        guard filled < capacity else { return false }
        return size <= capacity - head || size <= tail
    }

    /// Appends an entry that there is room for; where it begins.
    mutating func append(_ packed: UnsafeRawBufferPointer, _ header: Header) -> Int {
        let size = Self.size(ofPacked: packed.count)
        if isEmpty { dropAll() }
        if head >= tail, size > capacity - head { fillToTheEnd() }
        let offset = head
        write(header, size: size, packedCount: packed.count, at: offset)
        bytes.withUnsafeMutableBytes {
            UnsafeMutableRawBufferPointer(rebasing: $0[(offset + Self.headerSize)...]).copyMemory(from: packed)
        }
        advance(size)
        return offset
    }

    /// Leaves the end of the memory empty: an entry lies in one piece.
    private mutating func fillToTheEnd() {
        filled += capacity - head
        end = head
        head = 0
    }

    private mutating func advance(_ size: Int) {
        head += size
        filled += size
        if head == capacity { (head, end) = (0, capacity) }
    }

    /// The oldest entry; only when there is one.
    var oldest: (offset: Int, header: Header) { (tail, header(at: tail)) }

    /// Drops the oldest entry; only when there is one.
    mutating func dropOldest() {
        let size = size(at: tail)
        tail += size
        filled -= size
        if tail == end {
            filled -= capacity - end
            (tail, end) = (0, capacity)
        }
    }

    /// Drops all.
    mutating func dropAll() {
        (head, tail, filled, end) = (0, 0, 0, capacity)
    }

    // MARK: Entries

    // A header: place; size in units; sample; size of the text, unused bytes at the end, use.

    private mutating func write(_ header: Header, size: Int, packedCount: Int, at offset: Int) {
        let unused = size - Self.headerSize - packedCount
        let rest = UInt32(header.textCount) << 3 | UInt32(unused) << 1 | (header.isUsed ? 1 : 0)
        bytes.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: header.place.map { UInt32($0) } ?? Self.noPlace, toByteOffset: offset, as: UInt32.self)
            bytes.storeBytes(of: UInt16(size / Self.unit), toByteOffset: offset + 4, as: UInt16.self)
            bytes.storeBytes(of: UInt16(header.sample), toByteOffset: offset + 6, as: UInt16.self)
            bytes.storeBytes(of: rest, toByteOffset: offset + 8, as: UInt32.self)
        }
    }

    private func size(at offset: Int) -> Int {
        bytes.withUnsafeBytes { Int($0.load(fromByteOffset: offset + 4, as: UInt16.self)) } * Self.unit
    }

    private func rest(at offset: Int) -> UInt32 {
        bytes.withUnsafeBytes { $0.load(fromByteOffset: offset + 8, as: UInt32.self) }
    }

    /// The header of an entry.
    func header(at offset: Int) -> Header {
        let place = bytes.withUnsafeBytes { $0.load(fromByteOffset: offset, as: UInt32.self) }
        let sample = bytes.withUnsafeBytes { $0.load(fromByteOffset: offset + 6, as: UInt16.self) }
        let rest = rest(at: offset)
        return Header(
            place: place == Self.noPlace ? nil : Int(place),
            sample: Int(sample),
            textCount: Int(rest >> 3),
            isUsed: rest & 1 != 0
        )
    }

    /// Calls `body` with the packed bytes of an entry.
    func withPacked<Value>(at offset: Int, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        let end = offset + size(at: offset) - Int(rest(at: offset) >> 1 & 3)
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[offset + Self.headerSize..<end])) }
    }

    /// Notes that an entry was asked for.
    mutating func use(_ offset: Int) {
        let used = rest(at: offset) | 1
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: used, toByteOffset: offset + 8, as: UInt32.self) }
    }

    /// Notes that the index names an entry no more.
    mutating func forget(_ offset: Int) {
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: Self.noPlace, toByteOffset: offset, as: UInt32.self) }
    }
}
