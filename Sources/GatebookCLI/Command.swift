/// A command of gatebook.
package protocol Command: Sendable {
    /// What it is called, takes and does.
    static var spec: CommandSpec { get }

    /// Reads its own options and operands.
    ///
    /// - Throws: ``Failure`` with exit code 64 for values that cannot be read.
    init(_ arguments: ParsedArguments) throws

    /// Does what it is asked for.
    ///
    /// - Throws: ``Failure``, or an error that ``Failure/init(_:)-(anyError)`` turns into a sentence.
    func run(_ session: Session) async throws -> ExitCode
}
