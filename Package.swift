// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
    name: "cx-gateway",
    targets: [
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "Primitives", swiftSettings: settings),
        .target(name: "YAMLCore", dependencies: ["CYAML", "Primitives"], swiftSettings: settings),
        .testTarget(name: "PrimitivesTests", dependencies: ["Primitives"], swiftSettings: settings),
        .testTarget(name: "YAMLCoreTests", dependencies: ["YAMLCore"], swiftSettings: settings),
    ]
)
