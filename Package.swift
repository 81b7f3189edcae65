// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: warnings are errors, imports say what they use.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Settings of the small C++ bridges.
let bridgeSettings: [CXXSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]

/// A Swift target of this package, with the settings all of them share.
func target(
    _ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

/// A target without sockets, files, clocks or C: also checked for memory safety.
func pure(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, swiftSettings: settings + [.strictMemorySafety()])
}

/// The tests of one target; `Tests/<Name>Tests` mirrors `Sources/<Name>`.
func tests(
    _ name: String, _ dependencies: [Target.Dependency] = [], vectors: Bool = false,
    snapshots: Bool = false
) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name), "TestKit"] + dependencies,
        exclude: snapshots ? ["Snapshots"] : [],
        resources: vectors ? [.copy("Vectors")] : [],
        swiftSettings: settings)
}

let package = Package(
    name: "gatebook",
    products: [
        .library(name: "ZKClient", targets: ["ZKClient", "ZKProtocol"]),
        .library(name: "GateSync", targets: ["GateSync"]),
        .executable(name: "gatebook", targets: ["gatebook"]),
    ],
    targets: [
        // Libraries of the system, and the only C++ of the tree.
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CODBC", pkgConfig: "odbc", providers: [.apt(["unixodbc-dev"])]),
        .target(
            name: "CTemplateBridge", cxxSettings: bridgeSettings,
            linkerSettings: [.linkedLibrary("ctemplate_nothreads")]),
        .target(name: "CFileSystem"),
        .target(name: "CMemory"),
        .target(name: "CDeflate", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CTomlBridge", cxxSettings: bridgeSettings),

        // Leaves: values and bytes, no socket, file, clock or database.
        pure("GateModel"),
        pure("OrderedJSON"),
        pure("CSV"),
        pure("ZKProtocol"),
        target("QueueIO"),
        target("NameCoding", ["GateModel"]),
        target("Digests", ["CSodium"]),
        target("Sealing", ["CSodium"]),

        // Gates.
        target("ZKClient", ["ZKProtocol", "QueueIO"]),
        target(
            "ZKEmulator", ["ZKProtocol", "QueueIO", "GateModel", "NameCoding", "OrderedJSON"]),

        // Files in, store.
        target("Spreadsheet", ["CExpat", "CZip"]),
        target(
            "Configuration", ["GateModel", "NameCoding", "CSV", "CTomlBridge", "Spreadsheet"]),
        target("Ingest", ["GateModel", "CSV", "Spreadsheet"]),
        target("Store", ["GateModel", "QueueIO", "CSQLite"]),
        target(
            "GateSync",
            [
                "ZKClient", "ZKProtocol", "Store", "GateModel", "NameCoding", "OrderedJSON",
                "Sealing",
            ]),

        // Days, pages, sheets.
        pure("Attendance", ["GateModel"]),
        pure("Reports", ["Attendance", "GateModel", "OrderedJSON"]),
        target(
            "Site",
            [
                "Attendance", "Digests", "GateModel", "OrderedJSON", "Reports", "CDeflate",
                "CFileSystem", "CTemplateBridge",
            ]),
        target(
            "Export",
            ["Configuration", "CSV", "GateModel", "OrderedJSON", "Reports", "CXLSXWriter"]),
        target("Audit", ["Digests", "OrderedJSON", "CZip"]),
        target("Forward", ["GateModel", "CODBC"]),

        // The command.
        target(
            "GatebookCLI",
            [
                "Attendance", "Audit", "CMemory", "Configuration", "CSV", "Digests", "Export",
                "Forward",
                "GateModel",
                "GateSync",
                "Ingest",
                "OrderedJSON", "Reports", "Sealing", "Site", "Store", "ZKClient", "ZKEmulator",
                "ZKProtocol",
            ]),
        .executableTarget(
            name: "gatebook", dependencies: ["GatebookCLI"], swiftSettings: settings,
            // Foundation's networking needs it when the runtime is linked in.
            linkerSettings: [.linkedLibrary("curl")]),

        // Speed: `swift run -c release gatebook-bench`, never a part of the tests.
        .target(name: "IngestPeer", dependencies: ["CSQLite"], path: "Tests/Benchmarks/IngestPeer"),
        .target(
            name: "ExportPeer", dependencies: ["CXLSXWriter"],
            path: "Tests/Benchmarks/ExportPeer"),
        .executableTarget(
            name: "gatebook-bench",
            dependencies: [
                "Attendance", "Configuration", "Export", "ExportPeer", "GateModel", "GateSync",
                "IngestPeer", "Reports", "Site", "Store", "ZKClient", "ZKEmulator", "ZKProtocol",
            ],
            path: "Tests/Benchmarks/gatebook-bench", swiftSettings: settings),

        // Proof.
        .target(name: "TestKit", path: "Tests/TestKit", swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        target(
            "FuzzTargets", ["GateModel", "ZKClient", "ZKEmulator", "ZKProtocol"],
            path: "Tests/Fuzz/FuzzTargets"),
        .testTarget(
            name: "FuzzTargetsTests", dependencies: ["FuzzTargets"],
            swiftSettings: settings),
        tests("GateModel"),
        tests("OrderedJSON"),
        tests("CSV"),
        tests("Digests"),
        tests("NameCoding", ["GateModel"]),
        tests("Spreadsheet"),
        tests("Sealing"),
        tests("ZKProtocol", vectors: true),
        tests("ZKClient", ["ZKEmulator", "ZKProtocol", "QueueIO"]),
        tests("ZKEmulator", ["GateModel", "ZKClient", "ZKProtocol", "QueueIO"]),
        tests("Configuration", ["GateModel"]),
        tests("Ingest", ["GateModel"]),
        tests("Store", ["GateModel"]),
        tests(
            "GateSync",
            [
                "GateModel", "OrderedJSON", "Sealing", "Store", "ZKClient", "ZKEmulator",
                "ZKProtocol",
            ]),
        tests("Attendance", ["GateModel"]),
        tests("Reports", ["Attendance", "GateModel", "OrderedJSON"]),
        tests("Site", ["Attendance", "GateModel", "OrderedJSON", "Reports"], snapshots: true),
        tests("Audit", ["Digests", "CZip"]),
        tests("Export", ["Configuration", "CSV", "GateModel", "Reports"]),
        tests("GatebookCLI", ["GateModel", "OrderedJSON", "Reports", "Store", "ZKProtocol"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// `make fuzz`: libFuzzer brings its own main, so this is linked by scripts/fuzz.
if Context.environment["GATEBOOK_FUZZ"] != nil {
    package.targets.append(target("FuzzEntry", ["FuzzTargets"], path: "Tests/Fuzz/FuzzEntry"))
    package.products.append(.library(name: "FuzzEntry", type: .static, targets: ["FuzzEntry"]))
}
