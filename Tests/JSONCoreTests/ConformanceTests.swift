import Primitives
import Testing

@testable import JSONCore

@Suite("Conformance")
struct ConformanceTests {
    @Test("the corpus is as large as it says")
    func size() {
        #expect(ConformanceCorpus.all.count >= 400)
    }

    @Test("accepts and refuses as RFC 8259 does", arguments: ConformanceCorpus.all)
    func parses(_ example: ConformanceCase) {
        let isAccepted = (try? JSONDocument.parse(ByteBuffer(example.input))) != nil
        #expect(isAccepted == example.isAccepted)
    }

    @Test("the validator that locates faults agrees with the parser", arguments: ConformanceCorpus.all)
    func validates(_ example: ConformanceCase) {
        let fault = example.input.withUnsafeBufferPointer { bytes in
            var validator = JSONValidator(bytes, maximumDepth: 64)
            return validator.firstFault()
        }
        #expect((fault == nil) == example.isAccepted)
    }

    @Test("padding holds nothing that counts", arguments: ConformanceCorpus.all)
    func ignoresWhatFollows(_ example: ConformanceCase) {
        for ending in ["]]]]]]]]", "\"\"\"\"\"\"\"\"", "00000000", "}}}}}}}}", "        "] {
            let buffer = ByteBuffer(example.input)
            buffer.append(ending)
            buffer.truncate(to: example.input.count)
            #expect(((try? JSONDocument.parse(buffer)) != nil) == example.isAccepted)
        }
    }
}
