import CYAML
import Primitives

/// What libyaml reports next, its strings copied out.
struct Event {
    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd, alias, sequenceEnd, mappingEnd
        case scalar(text: String, style: YAMLScalar.Style)
        case sequenceStart, mappingStart
    }

    var kind: Kind
    var tag: String?
    var isAnchored = false
    var mark: YAMLMark
}

/// The owner of one libyaml parser and of the bytes it reads.
final class EventReader {
    private let source: ByteBuffer
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// Nothing when there is no memory for a parser.
    init?(_ source: ByteBuffer) {
        self.source = source
        // The parser keeps the pointer; `source` is held beside it and not written to.
        let created = source.withBytes { bytes in cyaml_parser_create(bytes.baseAddress, bytes.count) }
        guard let created else { return nil }
        parser = created
    }

    deinit { cyaml_parser_destroy(parser) }

    func next() throws(YAMLFault) -> Event {
        var raw = yaml_event_t()
        guard yaml_parser_parse(parser, &raw) == 1 else { throw fault() }
        defer { yaml_event_delete(&raw) }
        let mark = YAMLMark(raw.start_mark)
        switch raw.type {
        case YAML_STREAM_START_EVENT: return Event(kind: .streamStart, mark: mark)
        case YAML_DOCUMENT_START_EVENT: return Event(kind: .documentStart, mark: mark)
        case YAML_DOCUMENT_END_EVENT: return Event(kind: .documentEnd, mark: mark)
        case YAML_ALIAS_EVENT: return Event(kind: .alias, mark: mark)
        case YAML_SEQUENCE_END_EVENT: return Event(kind: .sequenceEnd, mark: mark)
        case YAML_MAPPING_END_EVENT: return Event(kind: .mappingEnd, mark: mark)
        case YAML_SCALAR_EVENT: return Self.scalar(raw, mark)
        case YAML_SEQUENCE_START_EVENT:
            let start = raw.data.sequence_start
            return Self.event(.sequenceStart, tag: start.tag, anchor: start.anchor, mark)
        case YAML_MAPPING_START_EVENT:
            let start = raw.data.mapping_start
            return Self.event(.mappingStart, tag: start.tag, anchor: start.anchor, mark)
        default: return Event(kind: .streamEnd, mark: mark)
        }
    }

    private typealias CString = UnsafeMutablePointer<yaml_char_t>

    private static func event(_ kind: Event.Kind, tag: CString?, anchor: CString?, _ mark: YAMLMark) -> Event
    {
        Event(kind: kind, tag: tag.map { String(cString: $0) }, isAnchored: anchor != nil, mark: mark)
    }

    private static func scalar(_ event: yaml_event_t, _ mark: YAMLMark) -> Event {
        let raw = event.data.scalar
        let text = String(decoding: UnsafeBufferPointer(start: raw.value, count: raw.length), as: UTF8.self)
        let style: YAMLScalar.Style =
            switch raw.style {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
            case YAML_LITERAL_SCALAR_STYLE: .literal
            case YAML_FOLDED_SCALAR_STYLE: .folded
            default: .plain
            }
        return Self.event(.scalar(text: text, style: style), tag: raw.tag, anchor: raw.anchor, mark)
    }

    /// libyaml's complaint; its texts are constants, so none of the document gets into a message.
    private func fault() -> YAMLFault {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "out of memory"
        if parser.pointee.error == YAML_READER_ERROR {
            return YAMLFault(
                at: mark(ofByte: parser.pointee.problem_offset),
                "this is not UTF-8 text: \(problem)"
            )
        }
        var message = "this is not YAML: \(problem)"
        if let context = parser.pointee.context {
            message += " \(String(cString: context))"
            let line = parser.pointee.context_mark.line
            if line != parser.pointee.problem_mark.line { message += " begun on line \(line + 1)" }
        }
        return YAMLFault(at: YAMLMark(parser.pointee.problem_mark), message)
    }

    /// The reader knows only how many bytes it has read.
    private func mark(ofByte offset: Int) -> YAMLMark {
        source.withBytes { bytes in
            var mark = YAMLMark(line: 1, column: 1)
            for byte in bytes.prefix(offset) {
                if byte == UInt8(ascii: "\n") {
                    mark = YAMLMark(line: mark.line + 1, column: 1)
                } else if byte & 0xC0 != 0x80 {
                    mark.column += 1
                }
            }
            return mark
        }
    }
}

extension YAMLMark {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: mark.line + 1, column: mark.column + 1)
    }
}
