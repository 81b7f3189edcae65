import Audit
import Configuration
import Export
import Foundation
import Ingest
import Site
import Store
import ZKEmulator

extension Failure {
    /// Turns any error of the parts below into a sentence and an exit code.
    package init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as ConfigurationError:
            self.init(error.description, exit: .badConfiguration)
        case let error as CommKeyError: self.init(error.sentence, exit: .badConfiguration)
        case let error as StoreError:
            self.init(error.sentence, exit: error.code == .lockHeld ? .locked : .failed)
        case let error as AuditError: self.init(error.sentence)
        case let error as ExportError: self.init(error.description)
        case is CancellationError: self.init("interrupted")
        default: self.init(String(describing: error))
        }
    }
}
