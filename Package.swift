// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
    name: "cx-gateway",
    targets: [
        .target(name: "Primitives", swiftSettings: settings),
        .target(
            name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
        .target(name: "JSONCore", dependencies: ["CSimdJSON", "Primitives"], swiftSettings: settings),
        .executableTarget(
            name: "TranslatePageBenchmark", dependencies: ["JSONCore", "Primitives"],
            path: "Tests/Benchmarks/TranslatePage", swiftSettings: settings),
        .testTarget(name: "PrimitivesTests", dependencies: ["Primitives"], swiftSettings: settings),
        .testTarget(name: "JSONCoreTests", dependencies: ["JSONCore"], swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)
