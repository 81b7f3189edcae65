/// How a gate writes the names of people: its code page. Gates do not tell; people set it.
public enum NameEncoding: String, Sendable, CaseIterable {
    /// Most gates with a colour display.
    case utf8 = "utf-8"
    /// Chinese gates.
    case gbk
    /// Chinese gates that know more signs than GBK has.
    case gb18030
    /// Traditional Chinese.
    case big5
    /// Japanese.
    case shiftJIS = "shift_jis"
    /// Korean.
    case eucKR = "euc-kr"
    /// Thai.
    case windows874 = "windows-874"
    /// Central Europe.
    case windows1250 = "windows-1250"
    /// Cyrillic.
    case windows1251 = "windows-1251"
    /// Western Europe.
    case windows1252 = "windows-1252"
    /// Greek.
    case windows1253 = "windows-1253"
    /// Turkish.
    case windows1254 = "windows-1254"
    /// Hebrew.
    case windows1255 = "windows-1255"
    /// Arabic.
    case windows1256 = "windows-1256"
    /// Baltic.
    case windows1257 = "windows-1257"
    /// Vietnamese.
    case windows1258 = "windows-1258"

    /// Finds the encoding called `name`, whatever its case; `cp936` and the like are no names here.
    public init?(name: String) {
        self.init(rawValue: name.lowercased())
    }
}
