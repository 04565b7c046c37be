import Primitives
import Testing

@Suite("ByteBuffer")
struct ByteBufferTests {
    @Test("keeps its bytes as it grows, and its room as it empties")
    func growth() {
        let buffer = ByteBuffer(capacity: 0)
        for number in 0..<1000 { buffer.append(decimal: number) }
        #expect(buffer.string == (0..<1000).map(String.init).joined())
        let capacity = buffer.capacity
        #expect(capacity >= buffer.count)
        buffer.removeFirst(10)
        #expect(buffer.string.hasPrefix("1011121314"))
        buffer.truncate(to: 2)
        #expect(buffer.string == "10")
        buffer.removeAll()
        #expect(buffer.isEmpty && buffer.capacity == capacity)
    }

    @Test("numbers of every size are written in decimal")
    func decimals() {
        let buffer = ByteBuffer(capacity: 0)
        for number in [Int.min, -10, -1, 0, 9, 10, Int.max] {
            buffer.removeAll()
            buffer.append(decimal: number)
            #expect(buffer.string == "\(number)")
            #expect(Text(decimal: number).string == "\(number)")
        }
        buffer.removeAll()
        buffer.append(decimal: UInt64.max)
        buffer.append(decimal: Int8.min)
        #expect(buffer.string == "18446744073709551615-128")
    }

    @Test("texts compare by their bytes, with literals too")
    func textEquality() {
        for count in 0..<40 {
            let string = String(repeating: "a", count: count)
            #expect(Text(string) == Text(string))
            #expect(Text(string + "b") != Text(string + "c"))
            #expect(Text("b" + string) != Text("c" + string))
            #expect(Text(string) != Text(string + "a"))
        }
        #expect(Text("open") == "open")
        #expect(Text("open") == "open" as StaticString)
    }
}
