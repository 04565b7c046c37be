// swift-tools-version: 6.2
import PackageDescription

// Release builds are laid out by how often each way is taken, as counted under `make profile`.
let counts = "\(Context.packageDirectory)/Scripts/profile/cx-gateway.profdata"
let profiling = [
    "-Xfrontend",
    Context.environment["CX_GATEWAY_COUNTS"] == nil ? "-ir-profile-use=\(counts)" : "-ir-profile-generate",
    // Functions of one file alone are known by its name, wherever it is built.
    "-Xllvm", "-static-func-full-module-prefix=false",
]

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // What the compiler cannot prove is checked while the program runs: in debug builds, and so in tests.
    .unsafeFlags(
        ["-enforce-exclusivity=unchecked"] + profiling, .when(configuration: .release)),
]

let package = Package(
    name: "cx-gateway",
    targets: [
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(
            name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
        .target(name: "Primitives", dependencies: ["CLinux"], swiftSettings: settings),
        .target(name: "CJSON"),
        .target(name: "CXXHash"),
        .target(
            name: "JSONCore", dependencies: ["CJSON", "CSimdJSON", "Primitives"], swiftSettings: settings),
        .target(
            name: "YAMLCore", dependencies: ["CYAML", "Primitives", "JSONCore"], swiftSettings: settings),
        .target(name: "HTTPCore", dependencies: ["Primitives", "JSONCore"], swiftSettings: settings),
        .target(name: "CLinux"),
        .target(name: "Reactor", dependencies: ["CLinux", "Primitives"], swiftSettings: settings),
        .target(name: "HTTPServer", dependencies: ["HTTPCore", "Reactor"], swiftSettings: settings),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(
            name: "HTTPUpstream", dependencies: ["CCurl", "CZlib", "HTTPCore", "Reactor"],
            swiftSettings: settings),
        .target(
            name: "UnifiedModel", dependencies: ["Primitives", "JSONCore", "HTTPCore"],
            swiftSettings: settings),
        .target(name: "VendorKit", dependencies: ["UnifiedModel"], swiftSettings: settings),
        .target(name: "Vendors", dependencies: ["VendorKit"], swiftSettings: settings),
        .target(
            name: "VendorSandbox", dependencies: ["Primitives", "HTTPCore", "JSONCore"],
            swiftSettings: settings),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "Stores", dependencies: ["CSQLite", "Primitives", "Reactor"], swiftSettings: settings),
        .target(
            name: "GatewayCore",
            dependencies: [
                "CCrypto", "CXXHash", "YAMLCore", "HTTPServer", "HTTPUpstream", "Stores", "VendorKit",
            ],
            swiftSettings: settings),
        .target(name: "COpenAPI"),
        .executableTarget(
            name: "cx-gateway",
            dependencies: [
                "COpenAPI", "CommandLineInterface", "GatewayCore", "HTTPServer", "HTTPUpstream", "Reactor",
                "Stores",
                "VendorSandbox", "Vendors",
            ],
            swiftSettings: settings,
            // Takes the place of the C library's malloc, for every library in the process.
            linkerSettings: [.linkedLibrary("mimalloc")]),
        .target(name: "CommandLineInterface", dependencies: ["Primitives"], swiftSettings: settings),
        .executableTarget(
            name: "HelloServer", dependencies: ["HTTPServer"], path: "Tests/Benchmarks/HelloServer",
            swiftSettings: settings),
        .executableTarget(
            name: "QuotaBenchmark", dependencies: ["GatewayCore", "Stores"], path: "Tests/Benchmarks/Quota",
            swiftSettings: settings),
        .executableTarget(
            name: "TranslatePageBenchmark", dependencies: ["Vendors"],
            path: "Tests/Benchmarks/TranslatePage", swiftSettings: settings),
        .executableTarget(
            name: "TranslateResponsesBenchmark", dependencies: ["Vendors"],
            path: "Tests/Benchmarks/TranslateResponses", swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["Primitives", "JSONCore"], path: "Tests/TestSupport",
            swiftSettings: settings),
        .testTarget(
            name: "PrimitivesTests", dependencies: ["Primitives", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "JSONCoreTests", dependencies: ["JSONCore", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "ReactorTests", dependencies: ["Reactor", "CLinux", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "VendorSandboxTests", dependencies: ["VendorSandbox", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "HTTPUpstreamTests", dependencies: ["HTTPUpstream", "TestSupport"], swiftSettings: settings),
        .target(name: "FaultyFiles", dependencies: ["CSQLite"], path: "Tests/FaultyFiles"),
        .executableTarget(
            name: "StoreCrashWriter", dependencies: ["Stores"], path: "Tests/Crash", swiftSettings: settings),
        .testTarget(
            name: "StoresTests", dependencies: ["FaultyFiles", "StoreCrashWriter", "Stores", "TestSupport"],
            swiftSettings: settings),
        .testTarget(name: "YAMLCoreTests", dependencies: ["YAMLCore"], swiftSettings: settings),
        .testTarget(
            name: "HTTPServerTests",
            dependencies: ["Primitives", "HTTPCore", "HTTPServer", "Reactor", "TestSupport"],
            swiftSettings: settings),
        .testTarget(name: "VendorsTests", dependencies: ["Vendors", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "HTTPCoreTests", dependencies: ["HTTPCore", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "UnifiedModelTests", dependencies: ["UnifiedModel", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "VendorKitTests", dependencies: ["VendorKit", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "GatewayCoreTests",
            dependencies: [
                "GatewayCore", "HTTPUpstream", "Stores", "Vendors", "VendorSandbox", "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ContractTests", dependencies: ["GatewayCore", "Vendors", "YAMLCore", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "CommandLineInterfaceTests", dependencies: ["CommandLineInterface"],
            swiftSettings: settings),
        .executableTarget(
            name: "ReactorBenchmark", dependencies: ["HTTPUpstream", "HTTPCore", "Primitives", "Reactor"],
            path: "Tests/Benchmarks/Reactor", swiftSettings: settings),
    ],
    cLanguageStandard: .c2x,
    cxxLanguageStandard: .cxx17
)
