import DataStructures
import TensorKit

/// A k-sparse code: only the units with the largest sizes are kept (Makhzani and Frey 2014).
///
/// Of equal ones the first are kept. The same units are kept when the trained network is used.
final class LargestUnits: RegularizerKind {
  static let name = "k-sparse"
  static let parameters = [PartParameter("UNITS", 1...1_000_000, isWhole: true)]
  static let help = "A sparse code: all but this many units are zero."

  private let count: Int

  init(_ values: [Double], dimension: Int) { count = min(dimension, Int(values[0])) }

  func select(_ codes: Matrix, pool: WorkerPool) {
    pool.run(codes.rows, grain: 16) { rows in
      for row in rows {
        codes.withMutableRow(row) { h in
          var top = TopK<Float>(self.count)
          for index in h.indices { top.insert(index, score: abs(h[index])) }
          var kept = [Bool](repeating: false, count: h.count)
          for element in top.sorted { kept[element.id] = true }
          for index in h.indices where !kept[index] { h[index] = 0 }
        }
      }
    }
  }

  func backwardSelect(_ dCodes: Matrix, codes: Matrix, pool: WorkerPool) {
    for row in 0..<codes.rows {
      codes.withRow(row) { h in
        dCodes.withMutableRow(row) { d in
          for index in h.indices where h[index] == 0 { d[index] = 0 }
        }
      }
    }
  }
}
