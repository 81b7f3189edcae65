import Digests
import Foundation

/// Finds the first row of a table that is not the one that was signed, and what happened to it.
struct TableComparison {
    let zip: ZipReader
    let table: Manifest.Table
    let found: RowChain
    /// SHA-256 of the marks that were signed.
    let marksDigest: String?

    private typealias Mark = [UInt8]

    /// The problem, for a table whose chain has another head or length than its manifest says.
    func problem() -> BundleVerifier.Problem {
        let actual = actualMarks()
        guard let signed = signedMarks() else { return blockProblem() }
        if let first = zip2(signed, actual).firstIndex(where: { $0 != $1 }) {
            return change(at: first, signed: signed, actual: actual)
        }
        if actual.count < signed.count {
            let row = actual.count + 1
            let missing = signed.count - actual.count
            return problem(
                .cutOff, row,
                "row \(row) is the first of \(missing) cut off at the end; the manifest has "
                    + "\(table.rows) rows")
        }
        if actual.count > signed.count {
            return problem(
                .inserted, signed.count + 1,
                "row \(signed.count + 1) was added at the end; the manifest has \(table.rows) rows")
        }
        return BundleVerifier.Problem(
            file: table.name, row: nil, kind: .header,
            sentence: "\(table.name): the header was edited")
    }

    private func change(
        at index: Int, signed: [Mark], actual: [Mark]
    ) -> BundleVerifier.Problem {
        let row = index + 1
        let wanted = signed[index]
        let present = actual[index]
        let isWantedLater = actual[index...].contains(wanted)
        let isPresentLater = signed[index...].contains(present)
        if signed.count > actual.count, isPresentLater, !isWantedLater {
            return problem(.deleted, row, "row \(row) was deleted")
        }
        if signed.count < actual.count, isWantedLater, !isPresentLater {
            return problem(.inserted, row, "row \(row) was inserted")
        }
        if isWantedLater, let place = actual[index...].firstIndex(of: wanted) {
            if isPresentLater {
                return problem(
                    .moved, row, "row \(row) was moved: it stands in row \(place + 1) now")
            }
            return problem(.inserted, row, "row \(row) was inserted")
        }
        if isPresentLater, !isWantedLater {
            return problem(.deleted, row, "row \(row) was deleted")
        }
        return problem(.edited, row, "row \(row) was edited")
    }

    /// What can be said when the marks of the rows were changed, too: the first thousand rows in which
    /// the chain breaks.
    private func blockProblem() -> BundleVerifier.Problem {
        let size = RowChain.checkpointRows
        let good = zip2(table.checkpoints, found.checkpoints).prefix { $0 == $1 }.count
        let first = good * size + 1
        let last = max(first, min(first + size - 1, table.rows))
        return problem(
            .edited, first,
            "the rows from \(first) to \(last) are not those that were signed (\(found.rows) of "
                + "\(table.rows) rows); the marks in chain/ were changed, too, so that the row "
                + "cannot be named")
    }

    private func problem(
        _ kind: BundleVerifier.Kind, _ row: Int, _ sentence: String
    ) -> BundleVerifier.Problem {
        BundleVerifier.Problem(
            file: table.name, row: row, kind: kind, sentence: "\(table.name): \(sentence)")
    }

    // MARK: - Marks

    private func actualMarks() -> [Mark] {
        var marks: [Mark] = []
        var chain = RowChain(table.name)
        // The table was read a moment ago; if it cannot be read again, what was read counts.
        try? zip.read(table.name) { piece in
            chain.add(piece) { marks.append(Array($0)) }
        }
        chain.finish { marks.append(Array($0)) }
        return marks
    }

    /// The marks that were signed; `nil` when they are missing or not those of the chain's head.
    private func signedMarks() -> [Mark]? {
        guard zip.names.contains(table.marksName),
            let text = try? zip.bytes(table.marksName, limit: 64 + 40 * max(table.rows, 1)),
            SHA256.hex(text) == marksDigest
        else { return nil }
        let lines = text.split(separator: 0x0A)
        guard lines.count == table.rows else { return nil }
        var marks: [Mark] = []
        for line in lines {
            guard let mark = Hex.bytes(of: String(decoding: line, as: UTF8.self)),
                mark.count == RowChain.markLength
            else { return nil }
            marks.append(mark)
        }
        return marks
    }

    private func zip2<First, Second>(
        _ first: [First], _ second: [Second]
    ) -> [(First, Second)] {
        Array(Swift.zip(first, second))
    }
}
