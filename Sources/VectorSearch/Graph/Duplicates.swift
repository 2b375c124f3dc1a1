import FileFormats
import TensorKit

/// Rows with equal bytes. Only the first of them is part of a graph, which therefore stays as easy
/// to search as if the others were not there; the others hang on it as a chain.
struct Duplicates: Sendable {
  /// The next row with the same bytes, or `none`; empty if no two rows are equal.
  private(set) var next: [UInt32] = []
  /// The first row of every kind, in order.
  private(set) var firsts: [UInt32] = []

  /// No further row.
  static let none = UInt32.max

  /// Finds rows whose bytes are equal.
  init(of rows: ByteRows, pool: WorkerPool) {
    var hashes = [UInt64](repeating: 0, count: rows.count)
    hashes.withUnsafeSlots { slots in
      pool.run(rows.count, grain: 1_024) { range in
        for row in range {
          slots[row] = rows.withRow(row) { bytes in
            var checksum = Checksum()
            checksum.update(bytes)
            return checksum.value
          }
        }
      }
    }
    // The last row of each kind so far. Different rows with the same hash are told apart below.
    var last: [UInt64: UInt32] = [:]
    last.reserveCapacity(rows.count)
    for row in 0..<rows.count {
      if let earlier = last[hashes[row]], Self.areEqual(rows, Int(earlier), row) {
        if next.isEmpty { next = [UInt32](repeating: Self.none, count: rows.count) }
        next[Int(earlier)] = UInt32(row)
      } else {
        firsts.append(UInt32(row))
      }
      last[hashes[row]] = UInt32(row)
    }
  }

  private static func areEqual(_ rows: ByteRows, _ first: Int, _ second: Int) -> Bool {
    rows.withRow(first) { x in
      rows.withRow(second) { y in x.indices.allSatisfy { x[$0] == y[$0] } }
    }
  }
}
