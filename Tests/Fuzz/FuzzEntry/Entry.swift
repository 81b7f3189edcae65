import FuzzTargets
import Glibc

/// What libFuzzer calls with every input. The environment variable `GATEBOOK_FUZZ_TARGET` names the
/// target.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do {
        try chosenTarget.run(bytes)
    } catch {
        fatalError("\(chosenTarget): \(error)")
    }
    return 0
}

private let chosenTarget: FuzzTarget = {
    let name = getenv("GATEBOOK_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
        fatalError("set GATEBOOK_FUZZ_TARGET to one of: \(names)")
    }
    return target
}()
