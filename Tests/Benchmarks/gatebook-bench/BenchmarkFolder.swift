import Foundation

/// An empty folder for one run; removed afterwards.
struct BenchmarkFolder: Sendable {
    private let url: URL

    /// Makes a folder below the system's temporary folder, gives it to `body` and removes it.
    static func with<Result>(_ body: (BenchmarkFolder) async throws -> Result) async throws
        -> Result
    {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("gatebook-bench-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer {
            do {
                try FileManager.default.removeItem(at: url)
            } catch {
                print("\(url.path) was left behind: \(error)")
            }
        }
        return try await body(BenchmarkFolder(url: url))
    }

    /// The path of `name` in the folder.
    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
