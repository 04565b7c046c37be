import Glibc
import Synchronization
import Testing

@testable import Primitives

/// Bytes in the kernel's hands.
@Suite struct MemoryFileTests {
    private static func pattern(_ count: Int) -> ByteBuffer {
        ByteBuffer((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) })
    }

    @Test(arguments: [1, 4095, 4096, 4097, 77_000, 3_000_000]) func holdsTheBytes(count: Int) throws {
        let buffer = Self.pattern(count)
        let file = try #require(MemoryFile(buffer))
        #expect(file.count == count && file.bytes == buffer.bytes)
        var status = stat()
        #expect(fstat(file.descriptor, &status) == 0 && status.st_size == count)
    }

    @Test func nobodyChangesIt() throws {
        let buffer = Self.pattern(5000)
        let file = try #require(MemoryFile(buffer))
        var byte: UInt8 = 1
        #expect(pwrite(file.descriptor, &byte, 1, 0) == -1 && errno == EPERM)
        #expect(pwrite(file.descriptor, &byte, 1, 5000) == -1 && errno == EPERM)
        #expect(ftruncate(file.descriptor, 4999) == -1 && errno == EPERM)
        #expect(ftruncate(file.descriptor, 5001) == -1 && errno == EPERM)
        let mapping = mmap(nil, 5000, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
        #expect(mapping == MAP_FAILED && errno == EPERM)
        #expect(file.bytes == buffer.bytes)
        #expect(fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC != 0, "programs that are started do not get it")
    }

    @Test func isClosedWithItsLastUser() throws {
        var file = MemoryFile(Self.pattern(10))
        let number = try #require(file).descriptor
        var before = stat()
        #expect(fstat(number, &before) == 0)
        weak let watched = file
        file = nil
        #expect(watched == nil)
        // Another test may have got the number by now, but not the file.
        var after = stat()
        #expect(fstat(number, &after) == -1 || after.st_ino != before.st_ino || after.st_dev != before.st_dev)
    }

    @Test func thereAreNoneWithoutBytes() { #expect(MemoryFile(ByteBuffer()) == nil) }

    @Test func aFileShorterThanSaidIsNotRead() throws {
        let whole = try #require(MemoryFile(Self.pattern(10)))
        let short = MemoryFile(owning: dup(whole.descriptor), count: 11)
        #expect(short.bytes == nil)
    }

    @Test func aFileCountsForAsLongAsSomebodyHasIt() throws {
        let budget = MemoryFileBudget(limit: 2)
        var first = budget.file(of: Self.pattern(1))
        var second = budget.file(of: Self.pattern(2))
        #expect(first != nil && second != nil && budget.count == 2)
        #expect(budget.file(of: Self.pattern(3)) == nil && budget.count == 2)
        var sending = first
        first = nil
        #expect(budget.count == 2 && sending?.count == 1)
        sending = nil
        #expect(budget.count == 1)
        #expect(budget.file(of: ByteBuffer()) == nil && budget.count == 1, "what failed takes no place")
        #expect(budget.file(of: Self.pattern(4)) != nil && budget.count == 1)
        second = nil
        #expect(second == nil && budget.count == 0)
    }

    @Test func theBoundHoldsForManyAtOnce() async {
        let budget = MemoryFileBudget(limit: 5)
        let buffer = Self.pattern(100)
        await withTaskGroup(of: MemoryFile?.self) { group in
            for _ in 0..<64 { group.addTask { budget.file(of: buffer) } }
            var kept: [MemoryFile] = []
            for await file in group {
                if let file { kept.append(file) }
                #expect(kept.count <= 5)
            }
            #expect(!kept.isEmpty && budget.count == kept.count)
        }
        #expect(budget.count == 0)
    }

    @Test func connectionsKeepMostDescriptors() {
        var limit = rlimit()
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        let share = Int(clamping: limit.rlim_cur) / 8
        #expect(MemoryFileBudget(limit: .max, shareOfDescriptors: 8).limit == share)
        #expect(MemoryFileBudget(limit: 3, shareOfDescriptors: 8).limit == min(3, share))
    }
}
