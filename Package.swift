// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
    name: "cx-gateway",
    targets: [
        .target(name: "Primitives", swiftSettings: settings),
        .target(name: "JSONCore", dependencies: ["Primitives"], swiftSettings: settings),
        .target(name: "HTTPCore", dependencies: ["Primitives", "JSONCore"], swiftSettings: settings),
        .target(name: "HTTPServer", dependencies: ["Primitives", "HTTPCore"], swiftSettings: settings),
        .testTarget(name: "PrimitivesTests", dependencies: ["Primitives"], swiftSettings: settings),
        .testTarget(
            name: "HTTPServerTests", dependencies: ["Primitives", "HTTPCore", "HTTPServer"], swiftSettings: settings),
    ]
)
