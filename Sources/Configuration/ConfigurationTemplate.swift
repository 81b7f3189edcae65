/// The files `gatebook init` starts a directory with; they are valid as they are.
package enum ConfigurationTemplate {
    /// Text of `gatebook.toml`: every key with its default and a comment.
    ///
    /// - Parameters:
    ///   - title: Title of the site.
    ///   - timeZone: IANA name of the zone of the site.
    /// - Returns: TOML text that ends with a line feed.
    package static func policy(title: String, timeZone: String) -> String {
        head(title: title, timeZone: timeZone) + files + rules + lists + agent
    }

    /// Text of `devices.csv`: the header, no gates.
    package static let devices =
        "serial,branch,name,host,port,transport,comm_key,role,state_trusted,time_zone,enabled\r\n"

    /// Text of `members.csv`: the header, no people.
    package static let members =
        "member_id,name,department,branch,shift,joined,left,access_from,access_until,status,"
        + "device_user_id,gates,card\r\n"

    private static func head(title: String, timeZone: String) -> String {
        """
        # gatebook.toml: the policy of this site. Every key below has its default value.
        # Paths are relative to this file. After a change, `gatebook status` tells what is wrong.

        [site]
        title = \(quoted(title))
        time_zone = \(quoted(timeZone))  # IANA name; a branch may have its own
        language = "en"                   # en, bn, hi, ar …
        output = "output"                 # the pages go to output/site
        templates = "templates"           # your own page templates, if you have any

        [branding]
        logo = ""                         # png, svg, jpg or webp beside the title, at most 256 KB
        accent = ""                       # colour of links and marks, such as "#17565d"
        accent_dark = ""                  # the same on dark pages; made from accent when empty
        footer = ""                       # a line at the foot of every page


        """
    }

    private static let files = """
        [store]
        path = "gatebook.sqlite"          # everything ever read from the gates
        vault_key = "vault.key"           # key of the template vault: keep a copy in a safe place

        [fleet]
        devices = "devices.csv"           # the gates
        workers = 64                      # gates talked to at the same time
        timeout_seconds = 10              # how long a gate may take for an answer
        retries = 3                       # per gate and run, with growing pauses
        full_read_every_days = 7          # between full reads only new punches are transferred
        name_encoding = ""                # of names on gates, such as "utf-8", "gbk" or "windows-1252"
        # [fleet.name_encodings]          # single gates that differ, by serial or name
        # "Back door" = "gbk"

        [roster]
        source = "members.csv"            # the people
        token_file = ""                   # bearer token, when the source is a URL
        max_age_hours = 36                # an older roster blocks nobody
        identities = ""                   # optional csv: member_id,branch,device_user_id,from,to
        shifts = ""                       # optional csv: member_id,from,to,shift

        [gate]
        sync = true                       # make the gates agree with the roster
        max_block_count = 25              # a run that would block more people than this stops first
        max_block_fraction = 0.2          # … or more than this share of the people on a gate


        """

    private static let rules = """
        [attendance]
        day_starts_at = "04:00"           # start of the day of people without a shift
        duplicate_seconds = 120           # punches closer together than this count once
        settle_minutes = 30               # after a window, before a missing punch is an absence
        mode = "first_last"               # or "pairs": each entry with the exit after it
        clock = "annotate"                # or "correct": move times by the measured clock offset
        visit_gap_minutes = 60            # punches of a visitor this far apart are two visits


        """

    private static let lists = """
        # One [[shift]] for each shift. The same id may appear again with a later `from`:
        # the older version holds until the day before.
        [[shift]]
        id = "D"
        from = 1970-01-01                 # first work date this version holds for
        start = "09:00"
        end = "18:00"                     # an end that is not after the start is on the next day
        window_before_minutes = 180       # punches so long before the start belong to the shift
        window_after_minutes = 360        # … until so long after the end
        grace_in_minutes = 10             # so many minutes after the start are not late
        grace_out_minutes = 10            # so many minutes before the end are not early
        min_span_minutes = 15             # first and last punch closer than this are one punch
        half_day_below = "5:00"           # less counted time is half a day; "0:00" turns it off
        absent_below = "0:00"             # less counted time is a short stay; "0:00" turns it off
        overtime_minimum_minutes = 30     # less overtime does not count
        overtime_step_minutes = 15        # overtime is rounded down to steps of this
        overtime_before_shift = false     # whether time before the start is overtime, too
        unpaid_break_minutes = 0          # taken off the counted time
        # weekly_off = ["sun"]            # days off of this shift instead of those of the branch

        # One [[branch]] for each place. `time_zone` is that of the site unless it is given here.
        [[branch]]
        id = "MAIN"
        name = "Main branch"
        # time_zone = "Asia/Dhaka"
        weekly_off = []                   # such as ["fri", "sat:2,4"]: every Friday, and the
                                          # second and fourth Saturday of the month
        holidays = ""                     # optional csv: date,name
        leaves = ""                       # optional csv: member_id,from,to,kind


        """

    private static let agent = """
        [forward]                         # `gatebook forward`: punches for the HR database
        connection = ""                   # ODBC connection text, better @env:NAME or @file:PATH
        layout = "plain"                  # or "checkinout", or a file of yours in templates/forward
        table = ""                        # the table, if not the one that the layout names

        [agent]                           # `gatebook agent`: enrollment desk and push receiver
        enroll_listen = "127.0.0.1:5000"
        push_listen = ""                  # such as "0.0.0.0:8081" to accept what gates push
        poll_interval_seconds = 300

        """

    /// `text` as a basic TOML string.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
