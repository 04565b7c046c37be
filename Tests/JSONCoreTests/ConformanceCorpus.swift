import Testing

/// One input of the conformance corpus, and whether RFC 8259 as read here accepts it.
struct ConformanceCase: CustomTestStringConvertible, Sendable {
    let category: String
    let input: [UInt8]
    let isAccepted: Bool

    var testDescription: String {
        "\(category) \(isAccepted ? "accepts" : "refuses") \(String(decoding: input.prefix(60), as: UTF8.self))"
    }

    static func accepted(_ category: String, _ inputs: [String]) -> [ConformanceCase] {
        inputs.map { ConformanceCase(category: category, input: Array($0.utf8), isAccepted: true) }
    }

    static func refused(_ category: String, _ inputs: [String]) -> [ConformanceCase] {
        inputs.map { ConformanceCase(category: category, input: Array($0.utf8), isAccepted: false) }
    }

    static func refused(_ category: String, bytes inputs: [[UInt8]]) -> [ConformanceCase] {
        inputs.map { ConformanceCase(category: category, input: $0, isAccepted: false) }
    }
}

/// In the style of the public suites: structure, words, numbers, strings, encoding and depth.
enum ConformanceCorpus {
    static let all: [ConformanceCase] =
        structure + whitespace + words + acceptedNumbers + refusedNumbers + strings + escapes + encoding
        + depth

    static let structure =
        ConformanceCase.accepted(
            "structure",
            [
                "[]", "{}", "[[]]", "[{}]", "{\"a\":[]}", "{\"a\":{}}", "[[],[]]", "[{},{}]", "[1]", "[1,2]",
                "[[[[]]]]", "{\"a\":{\"b\":{\"c\":[]}}}", "{\"a\":1,\"b\":2}", "{\"a\":1,\"a\":2}",
                "{\"\":0}",
                "[null,1,\"2\",{},[]]", "[1,null,null,null,2]", "{\"a\":\"b\",\"c\":[1,{\"d\":null}]}",
                "\"alone\"", "42", "-1", "true", "false", "null", "\"\"", "1.5", "[\"a\",\"b\"]",
            ]
        )
        + ConformanceCase.refused(
            "structure",
            [
                "", " ", "\n\n", "[", "]", "{", "}", "[]]", "{}}", "[}", "{]", "[[]", "[[]]]", "{\"a\":[}]",
                "[1,]", "[1,,2]", "[,1]", "[,]", "[1 2]", "[1:2]", "[1;2]", "[\"a\" \"b\"]", "{,}", "{\"a\"}",
                "{\"a\":}", "{\"a\":1,}", "{\"a\":1,,\"b\":2}", "{\"a\" 1}", "{\"a\"::1}", "{:1}", "{1:1}",
                "{null:1}", "{true:1}", "{[]:1}", "{{}:1}", "{a:1}", "{'a':1}", "{\"a\":1 \"b\":2}",
                "{\"a\":1;\"b\":2}", "{\"a\",\"b\"}", "{\"a\":1", "{\"a\":", "{\"a\"", "{\"a", "{\"", "[1",
                "[1,", "[\"a", "[]1", "[] []", "{}{}", "1 2", "1,2", "1,", ",1", ":", ",", "\"a\" \"b\"",
                "\"a\",", "[1]x", "[1],", "// a comment\n1", "1 // a comment", "/* a comment */ 1", "[1/**/]",
                "{\"a\":1/**/}", "# a comment\n1", "[1]#", "(1)", "<1>", "[(1)]", "*", "{*:1}", "[*]", "a",
                "[a]",
                "['a']", "'a'", "`a`", "[`a`]", "{\"a\":\"b\"}#{}", "[\"a\":1]", "{\"a\":1]", "[1}",
                "{\"a\":[1}",
                "{99999999999999999999999:1}", "{1e999:1}", "{\"a\":1,1e999:2}", "[1e999:1]", "[1e999 1e999]",
                "1e999 1e999", "[1e999,]", "[1e999", "{\"a\":1e999", "[1e999\"a\"]", "[\"a\"1e999]",
                "{\"a\"1e999:1}", "{1e999\"a\":1}", "\\\"[1e999]\\\"", "[\\\"1e999\\\"]",
            ]
        )

    static let whitespace =
        ConformanceCase.accepted(
            "whitespace",
            [
                " 1", "1 ", "\t1\t", "\n1\n", "\r1\r", " \t\r\n1 \t\r\n", "[ ]", "{ }", "[ 1 , 2 ]",
                "{ \"a\" : 1 }", "{\n\"a\"\n:\n1\n}", "[1\n,1\n,2]", " [] ", "\r\n[\r\n]\r\n",
            ]
        )
        + ConformanceCase.refused(
            "whitespace",
            [
                "\u{0B}1", "\u{0C}1", "[\u{0C}]", "[\u{0B}]", "1\u{0C}", "\u{A0}1", "[\u{A0}1]", "[\u{2060}]",
                "[\u{3000}1]", "[1\u{85}]", "[\u{2028}1]", "\u{0}1", "1\u{0}", "[1\u{0}]", "[\u{0}]",
                "[\u{1}1]",
                "\u{0}", "[1]\u{0}", "\u{7F}1",
            ]
        )

    static let words =
        ConformanceCase.accepted("words", ["[true]", "[false]", "[null]", "[true,false,null]", " true "])
        + ConformanceCase.refused(
            "words",
            [
                "tru", "truee", "True", "TRUE", "[tru]", "[truee]", "[true1]", "[true\"a\"]", "fals", "False",
                "[fals]", "[falsey]", "nul", "nulll", "Null", "NULL", "[nul]", "[nulls]", "[nan]", "NaN",
                "[NaN]",
                "[-NaN]", "Infinity", "[Infinity]", "-Infinity", "[-Infinity]", "[Inf]", "[-Inf]",
                "undefined",
                "[undefined]", "yes", "t", "f", "n", "[t]", "[truefalse]", "[true false]", "[nu ll]", "nil",
                "None",
            ]
        )

    static let acceptedNumbers = ConformanceCase.accepted(
        "number",
        [
            "0", "-0", "[0]", "[-0]", "[-0.0]", "[1]", "[-1]", "[10]", "[123456789]", "[0.1]", "[-0.1]",
            "[1.5]", "[0.0]", "[0e0]", "[0E0]", "[0e+1]", "[0e-1]", "[1e2]", "[1E2]", "[1e+2]", "[1E+2]",
            "[1e-2]",
            "[1E-2]", "[1.5e10]", "[1.5E-10]", "[123.456e78]", "[1e00]", "[1e01]", "[1e-00]",
            "[9223372036854775807]", "[-9223372036854775808]", "[9223372036854775808]",
            "[18446744073709551615]", "[18446744073709551616]", "[-9223372036854775809]",
            "[99999999999999999999]", "[100000000000000000000]", "[-100000000000000000000]",
            "[123123123123123123123123123123]", "[1.7976931348623157e308]", "[1.7976931348623159e308]",
            "[1e308]", "[1e309]", "[-1e309]", "[1e400]", "[1e-400]", "[-1e-400]", "[4.9e-324]", "[2e-324]",
            "[123.456e-789]", "[0.4e00669999999999999999999999999999999999999999999999999999999999999999999]",
            "[1e99999999999999999999999]", "[1e-99999999999999999999999]",
            "[0.00000000000000000000000000000000000000000000000000000000000000000000000000000000000001]",
            "[0e99999999999999999999999]", "[-0e999]", "[0.0e999]", "1e999", "99999999999999999999999",
            " 1e999 ", "{\"a\":1e999}", "{\"a\":99999999999999999999999 }", "{\"1e999\":1e999}",
            "[\"1e999\",1e999,\"99999999999999999999\"]", "[1e999,{\"k\":[2e999,\"\\\"3e999\"]},4e999]",
            "[1e999,1,2.5,18446744073709551615,-1,2e999]", "[0.000001e315]",
        ]
    )

    static let refusedNumbers = ConformanceCase.refused(
        "number",
        [
            "-", "[-]", "+1", "[+1]", "[++1]", "[--1]", "[-+1]", "[+-1]", "[- 1]", "[01]", "[-01]", "[00]",
            "[-00]",
            "[012]", "[.5]", "[-.5]", "[+.5]", ".", "[.]", "[1.]", "[-1.]", "[0.]", "[1.e1]", "[.e1]",
            "[0.e1]",
            "[1e]", "[1E]", "[1e+]", "[1e-]", "[1E+]", "[0e]", "[0e+]", "[1.0e]", "[1.0e+]", "[1.0e-]",
            "[e1]",
            "[1e1.5]", "[1e1e1]", "[1ee1]", "[1e++1]", "[1.2.3]", "[1..2]", "[0x10]", "[0x]", "[0b1]",
            "[0o7]",
            "[1_000]", "[1,000.5.1]", "[1 000]", "[1a]", "[1.5a]", "[1e5a]", "[-a]", "[-true]", "[1-2]",
            "[1+2]",
            "[-2.]", "[2.e3]", "[0.3e]", "[1eE2]", "[9.e+]", "[1\u{FF11}]", "[\u{FF11}]", "[\u{0661}]",
            "[1f]",
            "[1L]", "[$1]", "[1%]", "[99999999999999999999999a]", "[099999999999999999999999]",
            "[99999999999999999999999.]", "[1e999a]", "[1e999-]", "[01e999]", "[.1e999]", "[+1e999]",
            "[1e999.5]",
            "1e999x", "1\"", "[1\"a\"]", "0x1", "00", "1.", "1e", "-01",
        ]
    )

    static let strings =
        ConformanceCase.accepted(
            "string",
            [
                "\"a\"", "[\"\"]", "[\" \"]", "[\"a/b\"]", "[\"\u{7F}\"]", "[\"é\"]",
                "[\"\u{2028}\u{2029}\"]",
                "[\"\u{1F600}\"]", "[\"\u{10FFFF}\"]", "[\"\u{FFFF}\"]", "[\"\u{FEFF}\"]", "[\"\u{80}\"]",
                "[\"[,]{:}\"]", "[\"// not a comment\"]", "[\"'\"]", "{\"é\":1}", "{\"[\":\"]\"}",
                "[\"\u{E000}\"]",
                "[\"12345678901234567890123456789012345678901234567890123456789012345678901234567890\"]",
            ]
        )
        + ConformanceCase.refused(
            "string",
            [
                "\"", "[\"]", "[\"a]", "\"a", "[\"a\nb\"]", "[\"a\tb\"]", "[\"a\rb\"]", "[\"a\u{0}b\"]",
                "[\"\u{1}\"]", "[\"\u{1F}\"]", "[\"\u{8}\"]", "[\"\u{B}\"]", "{\"a\nb\":1}", "[\"a\"b]",
                "[a\"b\"]",
                "[\"a\"\"b\"]", "{\"a\":\"b}", "\"\"\"", "[\"\"\"]", "\"\n\"", "\"\u{1B}\"",
            ]
        )

    static let escapes =
        ConformanceCase.accepted(
            "escape",
            [
                #"["\""]"#, #"["\\"]"#, #"["\/"]"#, #"["\b\f\n\r\t"]"#, #"["\u0000"]"#, #"["\u0041"]"#,
                #"["\u00e9"]"#, #"["\u00E9"]"#, #"["\uFFFF"]"#, #"["\uFFFE"]"#, #"["\uD83D\uDE00"]"#,
                #"["\ud83d\ude00"]"#, #"["\uDBFF\uDFFF"]"#, #"["\uD800\uDC00"]"#, #"["\u2028"]"#,
                #"["\\u0041"]"#,
                #"["\\\\"]"#, #"["\\\""]"#, #"["a\\"]"#, #"{"\u0061":1}"#, #"["\u001f"]"#, #"["\u007f"]"#,
                #"["\ud7ff\ue000"]"#, #"["\u0022"]"#, #"["\u005C"]"#,
            ]
        )
        + ConformanceCase.refused(
            "escape",
            [
                #"["\"]"#, #"["\\\"]"#, #"["\"#, #"["\a"]"#, #"["\v"]"#, #"["\0"]"#, #"["\x41"]"#, #"["\'"]"#,
                #"["\ "]"#, #"["\N"]"#, #"["\T"]"#, #"["\u"]"#, #"["\u0"]"#, #"["\u00"]"#, #"["\u004"]"#,
                #"["\u004G"]"#, #"["\u00G1"]"#, #"["\u 041"]"#, #"["\u-041"]"#, #"["\u+041"]"#,
                #"["\U0041"]"#,
                #"["\u{41}"]"#, #"["\uD800"]"#, #"["\uDBFF"]"#, #"["\uDC00"]"#, #"["\uDFFF"]"#,
                #"["\uD800a"]"#,
                #"["\uD800\n"]"#, #"["\uD800\u0041"]"#, #"["\uD800\uD800"]"#, #"["\uDC00\uD800"]"#,
                #"["\uD800\uDBFF"]"#, #"["\uD83D\u"]"#, #"["\uD83D\uDE0"]"#, #"["\uD83D\"]"#, #"["a\uDE00"]"#,
                #"["\uD83D\\uDE00"]"#, #"[\n]"#, #"\u0041"#, #"[\"a\"]"#, #"{\"a\":1}"#, #"["\é"]"#,
                #"["\u00é"]"#,
                #"{"\uD800":1}"#, #"["\uD834\uDD"]"#, #"["\uD800\u1"]"#, #"["\uD800\u1x"]"#, #"["\uqqqq"]"#,
            ]
        )

    static let encoding =
        ConformanceCase.refused(
            "encoding",
            bytes: [
                // A byte order mark, whole or cut short, and other encodings.
                [0xEF, 0xBB, 0xBF, 0x31], [0xEF, 0xBB, 0xBF], [0xEF, 0xBB, 0x31], [0xFE, 0xFF, 0x00, 0x31],
                [0xFF, 0xFE, 0x31, 0x00], [0x31, 0x00], [0x00, 0x31], [0xE9], [0x5B, 0xE9, 0x5D],
            ]
        )
        + ConformanceCase.refused(
            "encoding",
            bytes: illFormed.map { [0x5B, 0x22] + $0 + [0x22, 0x5D] }
        )
        + ConformanceCase.refused(
            "encoding",
            bytes: illFormed.map {
                Array("[\"0123456789012345678901234567890123456789".utf8) + $0 + [0x22, 0x5D]
            }
        )

    /// Sequences that are not UTF-8 (RFC 3629, section 4).
    static let illFormed: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xC2], [0xC3, 0x28], [0xE0, 0x80, 0x80],
        [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28],
        [0xED, 0xA0, 0x80], [0xED, 0xAF, 0xBF], [0xED, 0xB0, 0x80], [0xED, 0xBF, 0xBF],
        [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x82, 0x82, 0xAC],
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x28, 0x8C, 0xBC], [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80],
        [0xFE],
        [0xFF], [0xC3], [0xC3, 0xC3], [0x61, 0x80],
    ]

    static let depth =
        ConformanceCase.accepted(
            "depth",
            [
                nested("[", "]", 63), nested("[", "]", 64), nested("[", "]", 64, inside: "1"),
                nested("{\"a\":", "}", 64, inside: "1"), nested("{\"a\":", "}", 63, inside: "{}"),
                nested("[{\"a\":", "}]", 31, inside: "[[]]"),
                "[" + String(repeating: "[],", count: 100) + "[]]",
            ]
        )
        + ConformanceCase.refused(
            "depth",
            [
                nested("[", "]", 65), nested("[", "]", 65, inside: "1"),
                nested("{\"a\":", "}", 65, inside: "1"),
                nested("{\"a\":", "}", 64, inside: "{}"), nested("{\"a\":", "}", 64, inside: "[]"),
                nested("[{\"a\":", "}]", 32, inside: "[]"), nested("[", "]", 10_000), nested("[", "", 64),
                nested("[", "", 65), nested("[", "", 100_000), nested("{\"a\":", "", 100_000),
            ]
        )

    static func nested(_ opening: String, _ closing: String, _ depth: Int, inside: String = "") -> String {
        String(repeating: opening, count: depth) + inside + String(repeating: closing, count: depth)
    }
}
