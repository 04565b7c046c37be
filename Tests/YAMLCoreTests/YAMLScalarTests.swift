import Testing
import YAMLCore

@Suite struct YAMLScalarTests {
    @Test(
        arguments: [
            ("", .null), ("~", .null), ("null", .null), ("NULL", .null), ("nULL", .string),
            ("true", .boolean(true)), ("True", .boolean(true)), ("FALSE", .boolean(false)),
            ("yes", .string), ("no", .string), ("on", .string), ("off", .string), ("y", .string),
            ("0", .integer(0)), ("-0", .integer(0)), ("+12", .integer(12)), ("-7", .integer(-7)),
            ("0777", .integer(777)), ("0o17", .integer(15)), ("0xFf", .integer(255)), ("0x", .string),
            ("0o8", .string), ("0x-1", .string), ("1_000", .string), ("190:20:30", .string),
            ("9223372036854775807", .integer(.max)),
            ("9223372036854775808", .double(9_223_372_036_854_775_808)),
            ("1.5", .double(1.5)), ("1.", .double(1)), (".5", .double(0.5)), ("-.5e1", .double(-5)),
            ("1e3", .double(1000)), ("1E+3", .double(1000)), (".", .string), ("1e", .string), ("+", .string),
            ("1.2.3", .string), (".inf", .double(.infinity)), ("-.INF", .double(-.infinity)),
            ("inf", .string),
            ("nan", .string), ("2025-05-29", .string), ("2025-05-29T15:10:49Z", .string), ("1 ", .string),
            ("10s", .string), ("12:30", .string),
        ] as [(String, YAMLScalar.Value)]
    )
    func plainScalarsFollowTheCoreSchema(text: String, value: YAMLScalar.Value) {
        #expect(YAMLScalar(text).value == value)
    }

    @Test(arguments: [
        YAMLScalar.Style.singleQuoted, .doubleQuoted, .literal, .folded,
    ])
    func whatIsNotPlainIsAString(style: YAMLScalar.Style) {
        for text in ["", "true", "12", "~", "1.5", ".nan"] {
            #expect(YAMLScalar(text, style: style).value == .string)
        }
    }

    @Test func tagsDecideOverStyle() {
        #expect(YAMLScalar("12", tag: .string).value == .string)
        #expect(YAMLScalar("12", style: .doubleQuoted, tag: .integer).value == .integer(12))
        #expect(YAMLScalar("12", tag: .float).value == .double(12))
        #expect(YAMLScalar("x", tag: .integer).value == .string)
    }
}
