package import GateModel

/// The policy of one site: everything `gatebook.toml` says, with defaults where it is silent.
///
/// Paths are joined with the folder of the file and otherwise as written.
package struct Configuration: Hashable, Sendable {
    /// Path of `gatebook.toml` as it was given.
    package var path: String
    /// `[site]`.
    package var site = Site()
    /// `[store]`.
    package var store = Store()
    /// `[fleet]`.
    package var fleet = Fleet()
    /// `[roster]`.
    package var roster = RosterSource()
    /// `[gate]`.
    package var gate = GateGuards()
    /// `[attendance]`.
    package var attendance = AttendancePolicy()
    /// `[[shift]]`: every version of every shift, in the order of the file.
    package var shifts: [Shift] = []
    /// `[[branch]]` with holidays and leave, in the order of the file; never empty: a file without
    /// branches has one, ``impliedBranch``, named like the site.
    package var branches: [Branch] = []
    /// `[forward]`.
    package var forward = Forward()
    /// `[branding]`.
    package var branding = Branding()
    /// `[agent]`.
    package var agent = Agent()

    /// The branch of a site that defines none.
    package static let impliedBranch = BranchID("MAIN")

    /// Makes a configuration of nothing but defaults, without branches.
    package init(path: String) {
        self.path = path
    }

    /// The branch of this id.
    package func branch(_ id: BranchID) -> Branch? {
        branches.first { $0.id == id }
    }

    /// The only branch; `nil` when there are several.
    package var onlyBranch: Branch? { branches.count == 1 ? branches.first : nil }

    /// The version of shift `id` that holds on `date`.
    package func shift(_ id: ShiftID, on date: LocalDate) -> Shift? {
        shifts.filter { $0.id == id && $0.from <= date }.max { $0.from < $1.from }
    }

    /// The file the roster is read from: the one named, or the copy of the last good answer of a URL,
    /// which lies beside the database and is as old as that answer.
    package var rosterFile: String {
        roster.isURL ? store.path + ".roster.csv" : roster.source
    }

    /// The path of `name`, a path as written in a file beside `gatebook.toml`.
    package func resolve(_ name: String) -> String {
        Self.join(name, toFolderOf: path)
    }

    static func join(_ name: String, toFolderOf file: String) -> String {
        guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
        let folder = file[...slash]
        return folder == "./" ? name : folder + name
    }
}
