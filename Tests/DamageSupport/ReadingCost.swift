import CAllocationCount
import Foundation
import TestSupport

/// What it took to read a damaged file.
package struct ReadingCost: Sendable {
  /// The bytes of the file.
  package let size: Int
  /// The seconds that the thread worked.
  package let seconds: Double
  /// The bytes of the largest allocation; 0 where they are not counted.
  package let largestAllocation: UInt64

  /// What one file may take, in seconds of the thread.
  package static let secondLimit = 1

  /// What was too much, if anything.
  package var complaint: String? {
    if seconds >= Double(Self.secondLimit) { return "\(seconds) seconds" }
    if largestAllocation > 16 << 20 + UInt64(8 * size) {
      return "an allocation of \(largestAllocation) bytes for a file of \(size)"
    }
    return nil
  }
}

extension DamagedFormat {
  /// A folder for damaged files, with their intact neighbors.
  package func workingFolder() throws -> TemporaryFolder {
    try folder?().copy() ?? TemporaryFolder()
  }

  /// Writes a file into a folder of ``workingFolder()`` and reads it.
  package func tryReading(
    _ bytes: some Collection<UInt8>, in folder: TemporaryFolder
  ) throws -> ReadingCost {
    // Emptying a file that is there makes some file systems wait for the disk.
    try? FileManager.default.removeItem(atPath: folder.file(fileName))
    let path = try folder.write(bytes, to: fileName)
    ca_forget_largest_allocation()
    let start = ThreadTime.seconds
    try? read(path)
    let seconds = ThreadTime.seconds - start
    return ReadingCost(
      size: bytes.count, seconds: seconds, largestAllocation: ca_thread_largest_allocation())
  }
}
