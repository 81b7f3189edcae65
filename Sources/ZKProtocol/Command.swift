/// A command or reply code.
///
/// Every number of the protocol is written once, here. Numbers nobody has named stay what they are:
/// ``name`` and ``sentence`` then say the number.
public struct Command: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt16

    /// Keeps the number `rawValue`, known or not.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The name that protocol notes use, such as `ACK_OK`; the number when it has none.
    public var name: String { Self.catalog[self]?.name ?? "\(rawValue)" }

    /// What it does or says, as a clause without a full stop.
    public var sentence: String {
        Self.catalog[self]?.sentence ?? "the meaning of code \(rawValue) is unknown"
    }

    /// Whether it is a reply code by which a gate refuses.
    public var isRefusal: Bool {
        rawValue >= Self.ackBadData.rawValue || self == .pushOnly
            || (Self.ackError.rawValue...Self.ackUnauthorised.rawValue).contains(rawValue)
                && self != .ackData
    }
}

extension Command: CustomStringConvertible {
    /// The ``name``.
    public var description: String { name }
}

// MARK: - Replies

extension Command {
    /// `ACK_OK`: success, with or without data.
    public static let ackOK = Command(rawValue: 2000)
    /// `ACK_ERROR`: the gate refused, or there is no such item.
    public static let ackError = Command(rawValue: 2001)
    /// `ACK_DATA`: data follows; practically unused.
    public static let ackData = Command(rawValue: 2002)
    /// `ACK_RETRY`: the gate asks to try again.
    public static let ackRetry = Command(rawValue: 2003)
    /// `ACK_REPEAT`: the gate has seen this request already.
    public static let ackRepeat = Command(rawValue: 2004)
    /// `ACK_UNAUTH`: the gate wants its comm key.
    public static let ackUnauthorised = Command(rawValue: 2005)
    /// `PUSH_ONLY`: the gate's firmware offers no classic login, only the push protocol.
    public static let pushOnly = Command(rawValue: 6001)
    /// `ACK_UNKNOWN`: the gate does not know this command.
    public static let ackUnknown = Command(rawValue: 0xFFFF)
    /// `ACK_ERROR_CMD`: the gate calls the command bad.
    public static let ackBadCommand = Command(rawValue: 0xFFFD)
    /// `ACK_ERROR_INIT`: the gate is not initialised.
    public static let ackNotInitialised = Command(rawValue: 0xFFFC)
    /// `ACK_ERROR_DATA`: the gate calls the data bad.
    public static let ackBadData = Command(rawValue: 0xFFFB)
}

// MARK: - Session

extension Command {
    /// `CONNECT`: opens a session.
    public static let connect = Command(rawValue: 1000)
    /// `EXIT`: ends the session.
    public static let exit = Command(rawValue: 1001)
    /// `AUTH`: proves that the client knows the comm key.
    public static let auth = Command(rawValue: 1102)
    /// `CHANGE_SPEED`: changes the speed of a serial line.
    public static let changeSpeed = Command(rawValue: 1101)
    /// `GET_VERSION`: asks for the firmware version.
    public static let version = Command(rawValue: 1100)
    /// `OPTIONS_RRQ`: reads an option.
    public static let readOption = Command(rawValue: 11)
    /// `OPTIONS_WRQ`: writes an option.
    public static let writeOption = Command(rawValue: 12)
    /// `REFRESHOPTION`: makes written options count.
    public static let refreshOptions = Command(rawValue: 1014)
    /// `STATE_RRQ`: asks what the gate is doing; the answer is in the session field.
    public static let state = Command(rawValue: 64)
}

// MARK: - Bulk reading

extension Command {
    /// `PREPARE_DATA`: announces data in several packets.
    public static let prepareData = Command(rawValue: 1500)
    /// `DATA`: carries data.
    public static let data = Command(rawValue: 1501)
    /// `FREE_DATA`: frees the buffer of a bulk read.
    public static let freeData = Command(rawValue: 1502)
    /// `PREPARE_BUFFER`: stages a dataset for reading in chunks.
    public static let prepareBuffer = Command(rawValue: 1503)
    /// `READ_BUFFER`: reads a chunk of the staged dataset.
    public static let readBuffer = Command(rawValue: 1504)
    /// `GET_FREE_SIZES`: asks for counters and capacities.
    public static let freeSizes = Command(rawValue: 50)
    /// `DB_RRQ`: reads a table; with table 2 the fingerprint templates.
    public static let readTable = Command(rawValue: 7)
    /// `USERTEMP_RRQ`: reads all users in bulk, or one template.
    public static let readUsers = Command(rawValue: 9)
    /// `ATTLOG_RRQ`: reads the attendance log.
    public static let readAttendance = Command(rawValue: 13)
    /// `OPLOG_RRQ`: reads the operation log.
    public static let readOperations = Command(rawValue: 34)
    /// `GET_USERTEMP`: reads one fingerprint template.
    public static let readTemplate = Command(rawValue: 88)
    /// `CHECKSUM_BUFFER`: asks for a sum over the buffer.
    public static let bufferChecksum = Command(rawValue: 119)
}

// MARK: - Users and templates

extension Command {
    /// `USER_WRQ`: writes a user record.
    public static let writeUser = Command(rawValue: 8)
    /// `USERTEMP_WRQ`: writes a template the old way.
    public static let writeTemplateOld = Command(rawValue: 10)
    /// `DELETE_USER`: deletes a user by slot.
    public static let deleteUser = Command(rawValue: 18)
    /// `DELETE_USERTEMP`: deletes a template by slot and finger.
    public static let deleteTemplate = Command(rawValue: 19)
    /// `CLEAR_ADMIN`: demotes every administrator.
    public static let clearAdministrators = Command(rawValue: 20)
    /// `GET_PINWIDTH`: asks how long a user id may be.
    public static let pinWidth = Command(rawValue: 69)
    /// `TMP_WRITE`: stores the template that was sent before.
    public static let storeTemplate = Command(rawValue: 87)
    /// `SAVE_USERTEMPS`: stores users and templates that were sent before.
    public static let saveTemplates = Command(rawValue: 110)
    /// `DEL_FPTMP`: deletes a template by user id and finger.
    public static let deleteTemplateByID = Command(rawValue: 134)
    /// `TEST_TEMP`: asks whether a finger is enrolled already.
    public static let testTemplate = Command(rawValue: 1011)
    /// `REFRESHDATA`: makes written users and templates count.
    public static let refreshData = Command(rawValue: 1013)
}

// MARK: - Erasing

extension Command {
    /// `CLEAR_DATA`: erases a kind of data, or everything.
    public static let clearData = Command(rawValue: 14)
    /// `CLEAR_ATTLOG`: erases the attendance log.
    public static let clearAttendance = Command(rawValue: 15)
    /// `CLEAR_OPLOG`: erases the operation log.
    public static let clearOperations = Command(rawValue: 33)
    /// `CLEAR_ACC`: resets the access settings.
    public static let clearAccess = Command(rawValue: 32)
}

// MARK: - Control

extension Command {
    /// `ENABLEDEVICE`: lets people pass again.
    public static let enable = Command(rawValue: 1002)
    /// `DISABLEDEVICE`: blocks the readers.
    public static let disable = Command(rawValue: 1003)
    /// `RESTART`: restarts the gate.
    public static let restart = Command(rawValue: 1004)
    /// `POWEROFF`: switches the gate off.
    public static let powerOff = Command(rawValue: 1005)
    /// `SLEEP`: puts the gate to sleep.
    public static let sleep = Command(rawValue: 1006)
    /// `RESUME`: wakes the gate.
    public static let resume = Command(rawValue: 1007)
    /// `UNLOCK`: opens the door for a while.
    public static let unlock = Command(rawValue: 31)
    /// `DOORSTATE_RRQ`: asks whether the door is open.
    public static let doorState = Command(rawValue: 75)
    /// `ENABLE_CLOCK`: shows or hides the blinking colon.
    public static let blinkClock = Command(rawValue: 57)
    /// `STARTVERIFY`: returns to identifying people.
    public static let startVerify = Command(rawValue: 60)
    /// `STARTENROLL`: starts to enroll a finger.
    public static let startEnroll = Command(rawValue: 61)
    /// `CANCELCAPTURE`: ends enrolling.
    public static let cancelCapture = Command(rawValue: 62)
    /// `WRITE_LCD`: writes a line on the display.
    public static let writeDisplay = Command(rawValue: 66)
    /// `CLEAR_LCD`: clears the display.
    public static let clearDisplay = Command(rawValue: 67)
    /// `CAPTUREFINGER`: captures the picture of a finger.
    public static let captureFinger = Command(rawValue: 1009)
    /// `CAPTUREIMAGE`: captures a picture.
    public static let captureImage = Command(rawValue: 1012)
    /// `TESTVOICE`: plays a voice prompt.
    public static let testVoice = Command(rawValue: 1017)
    /// `GET_TIME`: reads the clock.
    public static let readTime = Command(rawValue: 201)
    /// `SET_TIME`: sets the clock.
    public static let writeTime = Command(rawValue: 202)
    /// `REG_EVENT`: registers for events; from the gate, an event.
    public static let event = Command(rawValue: 500)
}

// MARK: - Access settings and messages

extension Command {
    /// `USERGRP_RRQ`: reads the group of a user.
    public static let readUserGroup = Command(rawValue: 21)
    /// `USERGRP_WRQ`: writes the group of a user.
    public static let writeUserGroup = Command(rawValue: 22)
    /// `USERTZ_RRQ`: reads the time zones of a user.
    public static let readUserZones = Command(rawValue: 23)
    /// `USERTZ_WRQ`: writes the time zones of a user.
    public static let writeUserZones = Command(rawValue: 24)
    /// `GRPTZ_RRQ`: reads the time zones of a group.
    public static let readGroupZones = Command(rawValue: 25)
    /// `GRPTZ_WRQ`: writes the time zones of a group.
    public static let writeGroupZones = Command(rawValue: 26)
    /// `TZ_RRQ`: reads a time zone.
    public static let readZone = Command(rawValue: 27)
    /// `TZ_WRQ`: writes a time zone.
    public static let writeZone = Command(rawValue: 28)
    /// `ULG_RRQ`: reads an unlock combination.
    public static let readCombination = Command(rawValue: 29)
    /// `ULG_WRQ`: writes an unlock combination.
    public static let writeCombination = Command(rawValue: 30)
    /// `SMS_WRQ`: writes a short message.
    public static let writeMessage = Command(rawValue: 70)
    /// `SMS_RRQ`: reads a short message.
    public static let readMessage = Command(rawValue: 71)
    /// `DELETE_SMS`: deletes a short message.
    public static let deleteMessage = Command(rawValue: 72)
    /// `UDATA_WRQ`: links a short message to a user.
    public static let writeUserMessage = Command(rawValue: 73)
    /// `DELETE_UDATA`: unlinks a short message.
    public static let deleteUserMessage = Command(rawValue: 74)
    /// `WRITE_MIFARE`: writes a card.
    public static let writeCard = Command(rawValue: 76)
    /// `EMPTY_MIFARE`: empties a card.
    public static let emptyCard = Command(rawValue: 78)
    /// `VERIFY_WRQ`: writes how a user has to verify.
    public static let writeVerifyStyle = Command(rawValue: 79)
    /// `VERIFY_RRQ`: reads how a user has to verify.
    public static let readVerifyStyle = Command(rawValue: 80)
}

// MARK: - Files, never sent by this project

extension Command {
    /// `UPDATEFILE`: sends a firmware file.
    public static let updateFile = Command(rawValue: 1700)
    /// `READFILE`: reads a file of the gate.
    public static let readFile = Command(rawValue: 1702)
}
