// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
    name: "cx-gateway",
    targets: [
        .target(name: "Primitives", swiftSettings: settings),
        .target(
            name: "CSimdJSON",
            linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
        .target(name: "JSONCore", dependencies: ["CSimdJSON", "Primitives"], swiftSettings: settings),
        .target(name: "HTTPCore", dependencies: ["Primitives", "JSONCore"], swiftSettings: settings),
        .target(name: "CLinux"),
        .target(name: "Reactor", dependencies: ["CLinux", "Primitives"], swiftSettings: settings),
        .systemLibrary(name: "CCurl"),
        .systemLibrary(name: "CZlib"),
        .target(
            name: "HTTPUpstream", dependencies: ["CCurl", "CZlib", "HTTPCore", "Primitives", "Reactor"],
            swiftSettings: settings),
        .target(name: "UnifiedModel", dependencies: ["Primitives", "JSONCore", "HTTPCore"], swiftSettings: settings),
        .target(name: "VendorKit", dependencies: ["UnifiedModel"], swiftSettings: settings),
        .target(name: "Vendors", dependencies: ["VendorKit"], swiftSettings: settings),
        .testTarget(name: "PrimitivesTests", dependencies: ["Primitives"], swiftSettings: settings),
        .testTarget(name: "JSONCoreTests", dependencies: ["JSONCore"], swiftSettings: settings),
        .testTarget(name: "ReactorTests", dependencies: ["Reactor", "CLinux", "Primitives"], swiftSettings: settings),
        .testTarget(
            name: "HTTPUpstreamTests", dependencies: ["HTTPUpstream", "HTTPCore", "Primitives", "Reactor"],
            swiftSettings: settings),
        .executableTarget(
            name: "ReactorBenchmark", dependencies: ["HTTPUpstream", "HTTPCore", "Primitives", "Reactor"],
            path: "Tests/Benchmarks/Reactor", swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)
