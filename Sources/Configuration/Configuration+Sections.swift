package import GateModel

extension Configuration {
    /// `[site]`: what the pages are called, in which zone and language, and where they go.
    package struct Site: Hashable, Sendable {
        /// Title of the site.
        package var title = "Attendance"
        /// IANA name of the zone of branches that name none.
        package var timeZone = "UTC"
        /// Language of the pages, such as `en`.
        package var language = "en"
        /// Folder everything is published into.
        package var output = "output"
        /// Folder of the user's own page templates; it need not exist.
        package var templates = "templates"

        /// Makes a section of defaults.
        package init() {}
    }

    /// `[store]`: where everything ever read is kept.
    package struct Store: Hashable, Sendable {
        /// Path of the database.
        package var path = "gatebook.sqlite"
        /// Path of the key of the template vault.
        package var vaultKey = "vault.key"

        /// Makes a section of defaults.
        package init() {}
    }

    /// `[fleet]`: which gates there are and how they are talked to.
    package struct Fleet: Hashable, Sendable {
        /// Path of `devices.csv`.
        package var devices = "devices.csv"
        /// Gates talked to at the same time, 1 to 1024.
        package var workers = 64
        /// Time a gate has for each answer, 1 to 600 seconds.
        package var timeoutSeconds = 10
        /// Attempts after the first one, per gate and run, 0 to 20.
        package var retries = 3
        /// Days between full reads of a gate; 0 reads everything every time.
        package var fullReadEveryDays = 7
        /// How gates write names, where nothing else is said of them; `nil` when nobody knows.
        package var nameEncoding: NameEncoding?
        /// How single gates write names, in the order of the file.
        package var nameEncodings: [GateNames] = []

        /// A line of `[fleet.name_encodings]`.
        package struct GateNames: Hashable, Sendable {
            /// The serial or the name of the gate.
            package var gate: String
            /// How it writes names.
            package var encoding: NameEncoding
            /// Line of the file, 1-based.
            package var line: Int
            /// Column of the file, 1-based.
            package var column: Int

            /// Makes a line.
            package init(gate: String, encoding: NameEncoding, line: Int, column: Int) {
                self.gate = gate
                self.encoding = encoding
                self.line = line
                self.column = column
            }
        }

        /// Makes a section of defaults.
        package init() {}
    }

    /// `[roster]`: who belongs here.
    package struct RosterSource: Hashable, Sendable {
        /// Path of the roster, or the URL that answers it.
        package var source = "members.csv"
        /// Path of the bearer token for a URL; `nil` sends none.
        package var tokenFile: String?
        /// Hours after which a roster blocks nobody any more.
        package var maxAgeHours = 36
        /// Path of the ids people have per branch and period; `nil` for none.
        package var identities: String?
        /// Path of the shifts people have per period; `nil` for none.
        package var shifts: String?

        /// Makes a section of defaults.
        package init() {}

        /// Whether the roster comes from a URL.
        package var isURL: Bool { source.hasPrefix("http://") || source.hasPrefix("https://") }
    }

    /// `[gate]`: how far a run may go in changing gates.
    package struct GateGuards: Hashable, Sendable {
        /// Whether gates are made to agree with the roster at all.
        package var isSynced = true
        /// A run that would block more people than this stops first.
        package var maxBlockCount = 25
        /// A run that would block more than this share of the people on a gate stops first, 0 to 1.
        package var maxBlockFraction = 0.2

        /// Makes a section of defaults.
        package init() {}
    }

    /// `[forward]`: the HR database that is handed new punches.
    package struct Forward: Hashable, Sendable {
        /// The ODBC connection text, or `@env:NAME` or `@file:PATH` that hold it; empty hands nothing.
        package var connection = ""
        /// The layout of the table: a file in `forward/` of the templates.
        package var layout = "plain"
        /// The table, instead of the one the layout names; empty leaves it.
        package var table = ""

        /// Makes a section of defaults.
        package init() {}
    }

    /// `[agent]`: the process that stays.
    package struct Agent: Hashable, Sendable {
        /// `HOST:PORT` of the enrollment desk; `nil` for none.
        package var enrollListen: String? = "127.0.0.1:5000"
        /// `HOST:PORT` of the push receiver; `nil` for none.
        package var pushListen: String?
        /// Seconds between two rounds over the gates, 1 to 86,400.
        package var pollIntervalSeconds = 300

        /// Makes a section of defaults.
        package init() {}
    }
}
