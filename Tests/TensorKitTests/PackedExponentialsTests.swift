import TensorKit
import Testing

/// The exponentials of logits, packed both ways as they are computed.
@Suite("Packed exponentials")
struct PackedExponentialsTests {
  @Test(
    "Exponentials packed at once are those computed and then packed",
    arguments: Precision.allCases, [1, 15, 17, 32, 33, 64])
  func packedExponentials(precision: Precision, rows: Int) throws {
    let product = Product(precision)
    let first = 2 * product.rowGrain
    for columns in [1, 16, 31, 33, 65] {
      let part = first..<first + columns
      let group = LogitGroup(rows: rows, columns: columns, product: product)
      let plain = LogitGroup(rows: rows, columns: columns, product: product)
      var random = RandomStream(seed: 4, purpose: .testData)
      // Some rows come before; a third of the targets is among the columns.
      var states = (0..<first + rows).map { row in
        SoftmaxRow(
          target: UInt32(row % 3 == 0 ? first + row % columns : first - 1),
          shift: 2 + random.normal())
      }
      for row in 0..<rows {
        for column in 0..<columns { group.logits[row, column] = 3 * random.normal() }
      }
      let bias = Matrix(rows: 1, columns: first + columns)
      for column in part { bias[0, column] = random.normal() }
      plain.logits.copy(from: group.logits)
      var expectedStates = states
      expectedStates.withUnsafeSlots {
        plain.exponentiate(count: rows, part: part, bias: bias, rows: $0, first: first)
      }

      let transposed = PackedMatrix(.left, product)
      transposed.reserve(count: first + columns, depth: first + rows)
      states.withUnsafeSlots {
        group.packExponentials(
          count: rows, part: part, bias: bias, rows: $0, first: first, transposed: transposed)
      }
      for row in 0..<first + rows {
        let (found, expected) = (states[row], expectedStates[row])
        #expect(found.largest == expected.largest && found.target == expected.target)
        #expect(abs(found.sum - expected.sum) <= 4e-6 * expected.sum)
        #expect(found.target_logit == expected.target_logit)
        let target = expected.target_exponential
        #expect(abs(found.target_exponential - target) <= 4e-6 * target)
        #expect((target > 0) == (row >= first && row % 3 == 0))
      }
      // A product with ones sums what was packed, along the rows and along the columns.
      let along = sums(of: group.packed, rows: 0..<rows, depth: columns, product)
      let across = sums(of: transposed, rows: part, depth: first + rows, product)
      for row in 0..<rows {
        let expected = (0..<columns).reduce(Float(0)) { $0 + plain.logits[row, $1] }
        #expect(abs(along[row] - expected) <= expected / 100 + 1e-6)
      }
      for column in 0..<columns {
        let expected = (0..<rows).reduce(Float(0)) { $0 + plain.logits[$1, column] }
        #expect(abs(across[column] - expected) <= expected / 100 + 1e-6)
      }
    }
  }

  /// The sums of some rows of a left operand over its depth.
  private func sums(
    of left: PackedMatrix, rows: Range<Int>, depth: Int, _ product: Product
  ) -> [Float] {
    let pool = WorkerPool(threads: 1)
    let ones = PackedMatrix(.right, product)
    ones.pack(
      MatrixRegion(Matrix(rows: depth, columns: 1, values: Array(repeating: 1, count: depth))),
      pool: pool)
    let result = Matrix(rows: rows.count, columns: 1)
    left.multiplyBlock(
      rows: rows, by: ones, columns: 0..<1, into: result, row: 0, column: 0, accumulate: false)
    return result.row(0).isEmpty ? [] : (0..<rows.count).map { result[$0, 0] }
  }
}
