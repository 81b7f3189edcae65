/// The version of gatebook, for what files tell about their making.
package enum ToolVersion {
    /// The version, as in the changelog.
    package static let current = "0.1.0"
}
