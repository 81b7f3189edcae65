/// Tells why emulated gates cannot run.
package struct EmulatorError: Error, Equatable, CustomStringConvertible {
    /// One sentence for people.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
