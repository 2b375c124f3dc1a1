import DamageSupport
import Foundation
import TestSupport
import Testing

/// Files of every format with random damage: a reader gives a value or throws, and nothing else.
///
/// No crash, no file that takes longer than a second, no single allocation above 16 MB and eight times
/// the file. `TEXTAE_MUTATIONS=100000` tries that many of each format, in optimized builds; the default
/// is 2,000 of each. After a crash the damaged file is in the folder `textae-tests-…` of the system's
/// folder for temporary files.
@Suite("Damaged files of every format")
struct DamageTests {
  private static let mutations = asked ?? 2_000
  private static let asked =
    ProcessInfo.processInfo.environment["TEXTAE_MUTATIONS"].flatMap(Int.init)

  @Test("are read or refused", arguments: DamagedFormat.all)
  func damage(format: DamagedFormat) throws {
    let folder = try format.workingFolder()
    let files = try format.files()
    let count = max(10, Self.mutations / format.parts)
    let begin = ThreadTime.seconds
    for number in 0..<count {
      var mutation = Mutation(number: UInt64(number))
      let bytes = mutation.applied(to: files[number % files.count])
      let cost = try format.tryReading(bytes, in: folder)
      #expect(cost.complaint == nil, "mutation \(number) of \(format.name)")
    }
    if Self.asked != nil {
      let seconds = Int((ThreadTime.seconds - begin).rounded())
      let line = "\(format.name): \(count) damaged files in \(seconds) s\n"
      try FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
  }
}

extension DamagedFormat: CustomTestStringConvertible {
  package var testDescription: String { name }
}
