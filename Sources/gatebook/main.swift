import Foundation
import GatebookCLI

let words = Array(CommandLine.arguments.dropFirst())
exit(await Gatebook.run(words, environment: ProcessInfo.processInfo.environment).rawValue)
