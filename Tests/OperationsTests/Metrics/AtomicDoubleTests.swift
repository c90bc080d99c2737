import Testing

@testable import Operations

@Suite struct AtomicDoubleTests {
    private final class Box: Sendable {
        let number = AtomicDouble(1)
    }

    @Test func additionsOfManyTasksAreAllKept() async {
        let box = Box()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 { box.number.add(0.5) }
                }
            }
        }
        #expect(box.number.load() == 4_001)
    }

    @Test func storeReplacesTheValue() {
        let number = AtomicDouble(3)
        number.store(-0.25)
        #expect(number.load() == -0.25)
    }
}
