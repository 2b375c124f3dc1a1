import Foundation
import TensorKit
import Testing

/// The exponentials of logits, packed both ways as they are computed.
@Suite("Packed exponentials")
struct PackedExponentialsTests {
  /// Of every table that runs here.
  private static let products = KernelTable.available.flatMap { table in
    Precision.allCases.map { table.packedProduct($0) }
  }

  @Test(
    "Exponentials packed at once are those computed and then packed",
    arguments: products, [1, 15, 17, 32, 33, 64])
  func packedExponentials(product: Product, rows: Int) throws {
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
      // Multiplying by distinct factors shows that every value is at its place, along rows and
      // columns.
      let along = sums(of: group.packed, rows: 0..<rows, depth: columns, product)
      let across = sums(of: transposed, rows: part, depth: first + rows, product)
      for row in 0..<rows {
        let terms = (0..<columns).map { plain.logits[row, $0] * Self.factor($0) }
        #expect(Self.isNear(along[row], terms))
      }
      for column in 0..<columns {
        let terms = (0..<rows).map { plain.logits[$0, column] * Self.factor(first + $0) }
        #expect(Self.isNear(across[column], terms))
      }
    }
  }

  @Test(
    "Logits far below the shift vanish; those far above it, and NaN, show in the sum",
    arguments: products, [0, 900] as [Float])
  func extremes(product: Product, shift: Float) {
    let far: [Float] = [-1e6, -.infinity, -200, 0, 1]
    for last in [-300, 1e6, .infinity] as [Float] {
      let group = LogitGroup(rows: 1, columns: 40, product: product)
      for column in 0..<40 { group.logits[0, column] = shift + far[column % 5] }
      group.logits[0, 39] = shift + last
      let state = packed(group, shift: shift, product)
      if last < 0 {
        #expect(abs(state.sum / (8 + 7 * exp(1.0)) - 1) < 1e-4)
      } else {
        #expect(state.sum > 1e30)
      }
      #expect(state.largest == shift + max(1, last))
    }
    let group = LogitGroup(rows: 1, columns: 40, product: product)
    for column in 0..<40 { group.logits[0, column] = column == 20 ? .nan : shift }
    #expect(packed(group, shift: shift, product).sum.isNaN)
  }

  /// The softmax of a row of logits without biases, of which no column is the target.
  private func packed(_ group: LogitGroup, shift: Float, _ product: Product) -> SoftmaxRow {
    let transposed = PackedMatrix(.left, product)
    transposed.reserve(count: 40, depth: 1)
    var states = [SoftmaxRow(target: 40, shift: shift)]
    states.withUnsafeSlots {
      group.packExponentials(
        count: 1, part: 0..<40, bias: Matrix(rows: 1, columns: 41), rows: $0, first: 0,
        transposed: transposed)
    }
    return states[0]
  }

  /// What value k of the depth is multiplied by; exact in bf16.
  private static func factor(_ k: Int) -> Float { Float(k % 37 - 18) }

  /// Whether a sum is that of the terms, up to rounding each of them to bf16.
  private static func isNear(_ sum: Float, _ terms: [Float]) -> Bool {
    let size = terms.reduce(0) { $0 + abs($1) }
    return abs(sum - terms.reduce(0, +)) <= size / 200 + 1e-6
  }

  /// The sums of some rows of a left operand over its depth, each value times its factor.
  private func sums(
    of left: PackedMatrix, rows: Range<Int>, depth: Int, _ product: Product
  ) -> [Float] {
    let pool = WorkerPool(threads: 1)
    let factors = PackedMatrix(.right, product)
    factors.pack(
      MatrixRegion(Matrix(rows: depth, columns: 1, values: (0..<depth).map(Self.factor))),
      pool: pool)
    let result = Matrix(rows: rows.count, columns: 1)
    left.multiplyBlock(
      rows: rows, by: factors, columns: 0..<1, into: result, row: 0, column: 0, accumulate: false)
    return (0..<rows.count).map { result[$0, 0] }
  }
}
