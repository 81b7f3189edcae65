/// Why a line is no punch.
enum LineFault: Error, Hashable {
    case noID
    case noPerson
    case longID
    case badID
    case noTime
    case impossibleTime
    case columns(found: Int)
    case state
    case verify
    case deviceNumber
    case slot
    case cell

    /// The reason as a sentence without anything from the line.
    var reason: String {
        switch self {
        case .noID: "there is no id"
        case .noPerson: "no employee is named"
        case .longID: "the id is longer than \(TimedLine.idLimit) bytes"
        case .badID: "the id is not UTF-8 text"
        case .noTime: "no time of the form YYYY-MM-DD HH:MM:SS follows the id"
        case .impossibleTime: "the calendar or the clock has no such time"
        case .columns(let found): "the line has too few columns: \(found)"
        case .state: "the state is no number from 0 to 255"
        case .verify: "the verify code is no number from 0 to 255"
        case .deviceNumber: "the device number is no number"
        case .slot: "the user slot is no number from 0 to 65535"
        case .cell:
            "the spreadsheet has a fraction, a date, a truth value or an error here; format the cell "
                + "as Text and put the value there again"
        }
    }

    /// The column of a table it is about.
    var key: String {
        switch self {
        case .noPerson: "person"
        case .noTime, .impossibleTime: "at"
        case .state: "state"
        case .verify: "verify"
        case .slot: "user_slot"
        case .noID, .longID, .badID, .columns, .deviceNumber, .cell: "device_user_id"
        }
    }
}
