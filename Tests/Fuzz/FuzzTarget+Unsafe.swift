import CFuzzer
import DamageSupport
import Foundation
import TestSupport

/// The format whose reader is looked at.
///
/// libFuzzer calls a function without a context, so that its state is global.
enum FuzzTarget {
  // Set once, before anything is read; libFuzzer calls from the thread that called it.
  nonisolated(unsafe) static var format = DamagedFormat.all[0]
  private static let folder = Result { try unsafe format.workingFolder() }

  /// Reads a file, and ends the program if that is not as it should be.
  @discardableResult
  static func attempt(_ bytes: some Collection<UInt8>) throws -> ReadingCost {
    let cost = try unsafe format.tryReading(bytes, in: folder.get())
    if let complaint = cost.complaint { fatalError(complaint) }
    return cost
  }

  /// Writes the intact files into the folder `corpus` and lets libFuzzer change them.
  ///
  /// - Returns: The exit status of the program.
  static func run(corpus: String, seconds: Int32) throws -> Int32 {
    try FileManager.default.createDirectory(atPath: corpus, withIntermediateDirectories: true)
    for (number, bytes) in try unsafe format.files().enumerated() {
      try Data(bytes).write(to: URL(fileURLWithPath: corpus + "/intact-\(number)"))
    }
    // The bytes outlive the call.
    return unsafe cf_fuzz(corpus, corpus + "-", seconds, Int32(ReadingCost.secondLimit)) {
      bytes, count in
      do {
        try unsafe FuzzTarget.attempt(UnsafeBufferPointer(start: bytes, count: count))
      } catch {
        fatalError("no damaged file could be written: \(error)")
      }
      return 0
    }
  }
}
