import DataStructures
import TensorKit

/// A trainable matrix with a name and, while training, its gradient.
package final class Parameter: @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  /// The name in model.safetensors, for example "encoder.lstm.weight_ih_l0".
  package let name: String
  /// The shape in the file: one dimension for a bias, two for a matrix.
  package let shape: [Int]
  /// The rows of the matrix; a bias is one row.
  package let rows: Int
  /// The columns of the matrix.
  package let columns: Int
  // Safe without exclusivity checks: it is set before other threads see the weights.
  @safe @exclusivity(unchecked) private var storage: Matrix?
  /// What reads the rows that `storage` lacks; nil once it has all.
  @safe @exclusivity(unchecked) private var pending: RowsOnDemand?
  /// The gradient of the loss, in the shape of `value` or, with `touchedRows`, of those rows.
  ///
  /// Code that changes it after `setGradient` must empty `rowSquares`.
  package let gradient: Matrix
  /// Σ g² of every row of the gradient, from a layer that computes them anyway. No rows if none has
  /// summed them since the last update.
  let rowSquares = Matrix(rows: 0, columns: 1)
  /// A factor on the learning rate of its optimizer.
  package var learningRateFactor: Float = 1
  /// Whether updates leave the weights and their moments as they are.
  package var isResting = false
  /// The rows of an embedding table that the batch used, ascending; `gradient` holds only these.
  package var touchedRows: [Int]?
  /// What products read instead of `value`; an optimizer keeps it up to date.
  ///
  /// Nil if nothing is packed, if the packed copy is used for something else, or if only some rows
  /// are updated.
  package internal(set) var copies: PackedOperands?

  /// A matrix [rows × columns] of zeros; `gradient`, with as many columns, receives its gradient.
  package init(_ name: String, rows: Int, columns: Int, gradient: Matrix? = nil) {
    self.name = name
    shape = [rows, columns]
    self.rows = rows
    self.columns = columns
    self.gradient = gradient ?? Matrix(rows: 0, columns: columns)
  }

  /// A bias [count] of zeros.
  package init(_ name: String, bias count: Int) {
    self.name = name
    shape = [count]
    rows = 1
    columns = count
    gradient = Matrix(rows: 0, columns: count)
  }

  /// Sets a row of the gradient to elements of `source` from (`from`, `column`) on, and stores the
  /// sum of their squares.
  ///
  /// Call it for all rows, with as many rows in `rowSquares`.
  func setGradient(row: Int, from source: Matrix, row from: Int, column: Int) {
    rowSquares[row, 0] = Kernels.copyStreaming(
      gradient.columns, of: source, row: from, column: column, to: gradient, row: row)
  }

  /// The weights; zeros until they are set.
  ///
  /// Their memory is allocated at the first use, which must not be on several threads at once. So a
  /// network can be built just to ask for the shapes and the number of its weights.
  package var value: Matrix {
    let all = storage ?? allocated(Matrix(rows: rows, columns: columns))
    if let pending {
      pending.read(0..<rows, into: all)
      self.pending = nil
    }
    return all
  }

  /// The weights, of which only the given rows need to be right: a table to look rows up in.
  ///
  /// As for `value`, one thread at a time.
  package func value(rows needed: some Sequence<UInt32>) -> Matrix {
    guard let pending else { return value }
    let table = storage ?? allocated(Matrix(sparseRows: rows, columns: columns))
    pending.read(needed.lazy.map { Int($0) }, into: table)
    return table
  }

  /// Where all rows come from, as long as none has been read.
  var unreadRows: (any RowSource)? { storage == nil ? pending?.source : nil }

  private func allocated(_ zeros: Matrix) -> Matrix {
    storage = zeros
    return zeros
  }

  /// Takes a matrix of the same shape as the weights, without a copy.
  package func adopt(_ matrix: Matrix) {
    precondition(
      (matrix.rows, matrix.columns) == (rows, columns),
      "\(matrix.rows) × \(matrix.columns) weights for \(name) [\(rows) × \(columns)]")
    storage = matrix
    pending = nil
  }

  /// Takes the rows of a matrix of the same shape, each when it is first used.
  package func adopt(rowsOf source: any RowSource) {
    storage = nil
    pending = RowsOnDemand(source, rows: rows)
  }

  /// The number of weights.
  package var count: Int { rows * columns }

  /// Fills the weights uniformly from −bound ..< bound, keyed by seed and name.
  package func initialize(uniform bound: Float, seed: UInt64) {
    var random = RandomStream(seed: seed, purpose: .initialization, item: FNV1a.hash(name.utf8))
    value.withMutableElements { weights in
      for index in weights.indices { weights[index] = (2 * random.uniform() - 1) * bound }
    }
  }
}
