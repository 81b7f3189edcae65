extension SaidPattern {
    /// Every shape; the first that fits counts: the longer of two that begin alike comes first,
    /// and those that begin with a hole come last.
    static let all: [SaidPattern] = [
        SaidPattern("window", "Window {time1} to {time2}"),
        SaidPattern("version", "shift {text} as of {date}"),
        SaidPattern("two_entries", "Two entries, {time1} and {time2}, without an exit between"),
        SaidPattern("two_exits", "Two exits, {time1} and {time2}, without an entry between"),
        SaidPattern("not_after", "The exit {time1} is not after the entry {time2}"),
        SaidPattern("no_hours", "no hours"),
        SaidPattern(
            "clock_ahead_hour",
            "The clock of {text} was {number} s ahead when it was read, "
                + "an hour, which looks like summer time"),
        SaidPattern(
            "clock_behind_hour",
            "The clock of {text} was {number} s behind when it was read, "
                + "an hour, which looks like summer time"),
        SaidPattern("clock_ahead", "The clock of {text} was {number} s ahead when it was read"),
        SaidPattern("clock_behind", "The clock of {text} was {number} s behind when it was read"),
        SaidPattern("times_corrected", "its times were corrected"),
        SaidPattern("times_as_read", "times are as read"),
        SaidPattern("entered_early", "Entered before access begins on {date}"),
        SaidPattern("entered_expired_one", "Entered while expired, {number} day"),
        SaidPattern("entered_expired", "Entered while expired, {number} days"),
        SaidPattern("besides", "Besides, {part}"),
        SaidPattern("no_gate", "no gate in service may record this person"),
        SaidPattern("impossible", "a punch has an impossible time ({part})"),
        SaidPattern("on_leave_came", "On leave, but came"),
        SaidPattern("on_leave_kind_came", "On leave ({text}), but came"),
        SaidPattern(
            "corrected_in_by",
            "Correction {number} by {text1} on {date}: entry {time}, "
                + "“{text2}”; {part}"),
        SaidPattern(
            "corrected_out_by",
            "Correction {number} by {text1} on {date}: exit {time}, "
                + "“{text2}”; {part}"),
        SaidPattern(
            "corrected_in",
            "Correction {number} on {date}: entry {time}, “{text}”; "
                + "{part}"),
        SaidPattern(
            "corrected_out",
            "Correction {number} on {date}: exit {time}, “{text}”; "
                + "{part}"),
        SaidPattern("recorded", "recorded {time}"),
        SaidPattern("no_entry", "no entry recorded"),
        SaidPattern("no_exit", "no exit recorded"),
        SaidPattern("between", "between first and last punch"),
        SaidPattern("same_visit", "within the same visit"),
        SaidPattern("replaced", "replaced by a correction"),
        SaidPattern("no_match", "no matching punch"),
        SaidPattern("clock_unset", "the gate's clock was not set"),
        SaidPattern("after_reading", "the time lies after the reading that brought it"),
        SaidPattern("steps_back", "the time steps back more than 48 hours in the gate's own order"),
        SaidPattern("slot", "User slot {number} had no user on the gate when it was read"),
        SaidPattern("not_listed", "Not on the roster of this gate"),
        SaidPattern("outside", "Outside any window of the person's shift"),
        SaidPattern("before_joining", "Before the person joined"),
        SaidPattern("after_leaving", "After the person left"),
        SaidPattern("entitled", "active and entitled"),
        SaidPattern("suspended", "status is suspended"),
        SaidPattern("joins", "joins on {date}"),
        SaidPattern("left", "left on {date}"),
        SaidPattern("starts", "access starts on {date}"),
        SaidPattern("ended", "access ended on {date}"),
        SaidPattern("other_gates", "may use {text} and not this gate"),
        SaidPattern(
            "no_punch_many",
            "No punch; {text} and {number} more gates read by {moment}, "
                + "after the day closed"),
        SaidPattern("no_punch", "No punch; {text} read by {moment}, after the day closed"),
        SaidPattern("no_punch_yet", "No punch so far, but {part}"),
        SaidPattern("holiday_named", "Public holiday: {text}"),
        SaidPattern("holiday", "Public holiday"),
        SaidPattern("weekly_off", "Weekly day off"),
        SaidPattern("no_shift", "No shift on this date"),
        SaidPattern("on_leave", "On leave"),
        SaidPattern("on_leave_kind", "On leave ({text})"),
        SaidPattern("came_once", "Came once"),
        SaidPattern("came", "Came {number} times"),
        SaidPattern("never_read", "Never read"),
        SaidPattern("stale", "Not read for more than a day and a half"),
        SaidPattern("its_clock_ahead", "Its clock is {span} ahead"),
        SaidPattern("its_clock_behind", "Its clock is {span} behind"),
        SaidPattern("attempt_failed", "The last attempt failed"),
        SaidPattern(
            "administrator",
            "left alone: has administrator rights on the gate, although "
                + "{part}"),
        SaidPattern("by_face", "finger, card and password are gone, still able to pass by face"),
        SaidPattern(
            "shared_id",
            "left alone: nobody can tell whose record it is, the id is "
                + "used twice"),
        SaidPattern(
            "reused",
            "left alone: the gate knows this id as that of {text}, "
                + "saved, whose fingers must not open for another; give the person another id, or delete the user at the gate; if both are one person, say so with a row of `identities`"
        ),
        SaidPattern(
            "reused_since",
            "left alone: the gate knows this id as that of {text1}, "
                + "saved on {date1}, whose fingers must not open for another; give the person another id, or delete the user at the gate; if both are one person, say so with a row of `identities` with a `from` not after {date2}"
        ),
        SaidPattern(
            "bad_card",
            "the card on the roster is no number from 1 to 4294967295; "
                + "it was not written"),
        SaidPattern(
            "shared_card",
            "the card on the roster is another user's on this gate; it "
                + "was not written"),
        SaidPattern(
            "unfit_id",
            "not created: the gate takes only ids that are numbers "
                + "without leading zeros and not longer than its own"),
        SaidPattern("full", "not created: the gate holds as many users as it can"),
        SaidPattern(
            "algorithm",
            "fingers not written: they fit another version of the "
                + "fingerprint algorithm; enroll the person at this gate"),
        SaidPattern("disabled", "left alone: the user was disabled at the gate"),
        SaidPattern("not_shown_block", "the gate acknowledged block and does not show it"),
        SaidPattern("not_shown_restore", "the gate acknowledged restore and does not show it"),
        SaidPattern("not_shown_create", "the gate acknowledged create and does not show it"),
        SaidPattern("not_shown_update", "the gate acknowledged update and does not show it"),
        SaidPattern(
            "not_shown_distribute",
            "the gate acknowledged distribute and does not show "
                + "it"),
        SaidPattern("held_empty", "nothing was changed on any gate: {text} lists nobody"),
        SaidPattern(
            "held_cut",
            "nobody was blocked: {text} ends in the middle of a row; "
                + "write it again"),
        SaidPattern(
            "held_old",
            "nobody was blocked: {text} is {number1} hours old, older "
                + "than max_age_hours = {number2}; bring it up to date, or use --force if it is right"
        ),
        SaidPattern(
            "held_small",
            "nobody was blocked: {text} lists {number1} people, the last "
                + "one listed {number2}; it may be cut off; use --force if it is right"),
        SaidPattern(
            "held_count",
            "nobody was blocked: {number1} people would be, more than "
                + "max_block_count = {number2}; look at `gatebook sync --dry-run`, and use --force if it is right"
        ),
        SaidPattern(
            "held_share",
            "nobody was blocked: {number1} of the {number2} people on "
                + "gate {text1} would be, more than max_block_fraction = {text2}; look at `gatebook sync --dry-run`, and use --force if it is right"
        ),
        SaidPattern("used", "{number1} of {number2} punches used"),
        SaidPattern("used_one", "{number1} of {number2} punch used"),
        SaidPattern("unmatched", "{time} has no matching punch and adds no hours"),
        SaidPattern(
            "never_shown",
            "{text} showed {time}, a time that did not exist: not on "
                + "summer time"),
        SaidPattern(
            "shown_twice",
            "{text} showed {time}, a time that occurs twice: the hours "
                + "are ±1 h"),
        SaidPattern("wrong_clock", "{text} was read at {moment} with a wrong clock"),
        SaidPattern("not_read", "{text} not read since {time}"),
        SaidPattern("read_never", "{text} was never read"),
        SaidPattern("more_gates", "{part} and {number} more gates"),
        SaidPattern("repeated", "{number} s after the punch before it"),
    ]
}
