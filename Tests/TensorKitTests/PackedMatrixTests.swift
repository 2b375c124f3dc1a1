import TensorKit
import Testing

/// Products of packed operands against three plain loops.
@Suite("Packed products")
struct PackedMatrixTests {
  /// Rows m, columns n and depth k of a product.
  struct Shape: CustomTestStringConvertible {
    let m: Int
    let n: Int
    let k: Int
    var testDescription: String { "\(m) × \(n), depth \(k)" }
  }

  /// Sizes on both sides of the edges of panels, tiles and steps of the depth.
  static let shapes: [Shape] = [
    Shape(m: 1, n: 1, k: 1), Shape(m: 1, n: 16, k: 32), Shape(m: 2, n: 15, k: 31),
    Shape(m: 3, n: 17, k: 33), Shape(m: 5, n: 31, k: 1), Shape(m: 7, n: 33, k: 64),
    Shape(m: 15, n: 5, k: 65), Shape(m: 16, n: 48, k: 16), Shape(m: 17, n: 49, k: 7),
    Shape(m: 33, n: 1, k: 50), Shape(m: 1, n: 100, k: 3), Shape(m: 65, n: 18, k: 20),
  ]

  private let pool = WorkerPool(threads: 2)

  private func random(_ rows: Int, _ columns: Int, item: UInt64) -> Matrix {
    var random = RandomStream(seed: 1, purpose: .testData, item: item)
    return Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in 2 * random.uniform() - 1 })
  }

  private func transposed(_ matrix: Matrix) -> Matrix {
    let result = Matrix(rows: matrix.columns, columns: matrix.rows)
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns { result[column, row] = matrix[row, column] }
    }
    return result
  }

  /// The nearest bfloat16, ties to even.
  private func rounded(_ x: Float, _ precision: Precision) -> Double {
    guard precision == .bf16 else { return Double(x) }
    let bits = x.bitPattern
    return Double(Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000))
  }

  /// Compares the block at (row, column) of `result` with `start` + A B.
  private func check(
    _ result: Matrix, row: Int = 0, column: Int = 0, start: Matrix? = nil, _ a: Matrix, _ b: Matrix,
    _ precision: Precision, _ location: SourceLocation = #_sourceLocation
  ) {
    var worst = 0.0
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        var sum = start.map { Double($0[row + i, column + j]) } ?? 0
        var size = abs(sum)
        for t in 0..<a.columns {
          let term = rounded(a[i, t], precision) * rounded(b[t, j], precision)
          sum += term
          size += abs(term)
        }
        worst = max(worst, abs(Double(result[row + i, column + j]) - sum) / max(size, 1e-9))
      }
    }
    // Every sum of k floats is within k × 2⁻²⁴ of its terms' sizes, and k stays below 100 here.
    #expect(worst < 3e-6, sourceLocation: location)
  }

  private func pack(
    _ side: PackedMatrix.Side, _ matrix: Matrix, _ precision: Precision,
    fromTransposed: Bool = false
  ) -> PackedMatrix {
    let packed = PackedMatrix(side, Product(precision))
    packed.pack(
      MatrixRegion(fromTransposed ? transposed(matrix) : matrix), transposed: fromTransposed,
      pool: pool)
    return packed
  }

  @Test(
    "The product of two matrices, both ways of lying in memory", arguments: shapes,
    Precision.allCases)
  func products(shape: Shape, precision: Precision) {
    let a = random(shape.m, shape.k, item: 1)
    let b = random(shape.k, shape.n, item: 2)
    for (leftTransposed, rightTransposed) in [
      (false, false), (true, false), (false, true), (true, true),
    ] {
      let left = pack(.left, a, precision, fromTransposed: leftTransposed)
      let right = pack(.right, b, precision, fromTransposed: rightTransposed)
      let result = Matrix(rows: shape.m, columns: shape.n)
      result.fill(.nan)
      left.multiply(by: right, into: result, pool: pool)
      check(result, a, b, precision)
    }
  }

  @Test("Accumulating adds to what is there", arguments: shapes, Precision.allCases)
  func accumulate(shape: Shape, precision: Precision) {
    let a = random(shape.m, shape.k, item: 1)
    let b = random(shape.k, shape.n, item: 2)
    let start = random(shape.m, shape.n, item: 3)
    let result = Matrix(rows: 0, columns: shape.n)
    result.copy(from: start)
    pack(.left, a, precision).multiply(
      by: pack(.right, b, precision), into: result, accumulate: true, pool: pool)
    check(result, start: start, a, b, precision)
  }

  @Test(
    "A product lands at an offset and leaves everything around it alone",
    arguments: Precision.allCases)
  func offsets(precision: Precision) {
    let a = random(19, 21, item: 1)
    let b = random(21, 35, item: 2)
    let result = Matrix(rows: 25, columns: 41)
    result.fill(7)
    pack(.left, a, precision).multiply(
      by: pack(.right, b, precision), into: result, firstRow: 3, firstColumn: 5, pool: pool)
    check(result, row: 3, column: 5, a, b, precision)
    for row in 0..<25 {
      for column in 0..<41 where !(3..<22 ~= row && 5..<40 ~= column) {
        #expect(result[row, column] == 7)
      }
    }
  }

  @Test("More rows and columns than one block has", arguments: Precision.allCases)
  func blocks(precision: Precision) {
    let a = random(300, 2, item: 1)
    let b = random(2, 530, item: 2)
    let result = Matrix(rows: 300, columns: 530)
    pack(.left, a, precision).multiply(by: pack(.right, b, precision), into: result, pool: pool)
    check(result, a, b, precision)
  }

  @Test("A rectangle of a matrix is packed from inside it", arguments: Precision.allCases)
  func regions(precision: Precision) {
    let large = random(40, 50, item: 4)
    let (rows, columns) = (3..<22, 7..<40)
    let part = Matrix(rows: rows.count, columns: columns.count)
    for (i, row) in rows.enumerated() {
      for (j, column) in columns.enumerated() { part[i, j] = large[row, column] }
    }
    let other = random(33, 9, item: 5)
    let left = PackedMatrix(.left, Product(precision))
    left.pack(MatrixRegion(large, rows: rows, columns: columns), pool: pool)
    let result = Matrix(rows: 19, columns: 9)
    left.multiply(by: pack(.right, other, precision), into: result, pool: pool)
    check(result, part, other, precision)

    let right = PackedMatrix(.right, Product(precision))
    right.pack(MatrixRegion(large, rows: rows, columns: columns), pool: pool)
    let before = random(4, 19, item: 6)
    let second = Matrix(rows: 4, columns: 33)
    pack(.left, before, precision).multiply(by: right, into: second, pool: pool)
    check(second, before, part, precision)
  }

  @Test(
    "Packing by pieces of the depth gives the same bits as packing at once",
    arguments: Precision.allCases)
  func pieces(precision: Precision) {
    let a = random(18, 83, item: 1)
    let b = random(83, 37, item: 2)
    let (left, right) = (
      PackedMatrix(.left, Product(precision)), PackedMatrix(.right, Product(precision))
    )
    left.reserve(count: 18, depth: 83)
    right.reserve(count: 37, depth: 83)
    for piece in [64..<83, 0..<32, 32..<64] {
      left.packPart(MatrixRegion(a, columns: piece), at: piece.lowerBound)
      let columns = Matrix(rows: piece.count, columns: 37)
      for (i, row) in piece.enumerated() { columns.copyRow(i, from: b, row) }
      right.packPart(MatrixRegion(transposed(columns)), transposed: true, at: piece.lowerBound)
    }
    let (byPieces, atOnce) = (Matrix(rows: 18, columns: 37), Matrix(rows: 18, columns: 37))
    left.multiply(by: right, into: byPieces, pool: pool)
    pack(.left, a, precision).multiply(by: pack(.right, b, precision), into: atOnce, pool: pool)
    #expect(byPieces.values == atOnce.values)
    check(byPieces, a, b, precision)
  }

  @Test(
    "A sum interrupted at any step of the depth has the bits of one that is not",
    arguments: [1, 5, 33], Precision.allCases)
  func interrupted(rows: Int, precision: Precision) {
    let left = pack(.left, random(rows, 150, item: 1), precision)
    let right = pack(.right, random(150, 37, item: 2), precision)
    let (whole, parts) = (Matrix(rows: rows, columns: 37), Matrix(rows: rows, columns: 37))
    left.multiply(by: right, into: whole, pool: pool)
    for middle in [32, 64, 128] {
      for (start, end) in [(0, middle), (middle, left.depth)] {
        left.multiplyBlock(
          rows: 0..<rows, by: right, columns: 0..<37, from: start, depth: end, into: parts, row: 0,
          column: 0, accumulate: start > 0)
      }
      #expect(parts.values == whole.values)
    }
  }

  @Test("Memory used before for more leaves no trace", arguments: Precision.allCases)
  func reuse(precision: Precision) {
    let left = PackedMatrix(.left, Product(precision))
    let right = PackedMatrix(.right, Product(precision))
    for shape in [Shape(m: 40, n: 50, k: 90), Shape(m: 3, n: 5, k: 7), Shape(m: 17, n: 33, k: 40)] {
      let a = random(shape.m, shape.k, item: 1)
      let b = random(shape.k, shape.n, item: 2)
      left.pack(MatrixRegion(a), pool: pool)
      right.pack(MatrixRegion(b), pool: pool)
      let result = Matrix(rows: shape.m, columns: shape.n)
      left.multiply(by: right, into: result, pool: pool)
      check(result, a, b, precision)
    }
  }

  @Test(
    "A row has the same bits alone and in any product, on any number of threads",
    arguments: Precision.allCases)
  func sameBits(precision: Precision) {
    let a = random(70, 45, item: 1)
    let b = random(45, 77, item: 2)
    let right = pack(.right, b, precision)
    let whole = Matrix(rows: 70, columns: 77)
    pack(.left, a, precision).multiply(by: right, into: whole, pool: WorkerPool(threads: 1))
    let threaded = Matrix(rows: 70, columns: 77)
    pack(.left, a, precision).multiply(by: right, into: threaded, pool: WorkerPool(threads: 3))
    #expect(whole.values == threaded.values)
    for row in [0, 1, 13, 31, 69] {
      let single = Matrix(rows: 1, columns: 77)
      pack(.left, a.rows(at: [row]), precision).multiply(by: right, into: single, pool: pool)
      #expect(single.values == whole.row(row))
    }
    for column in [0, 15, 16, 76] {
      let picked = transposed(transposed(b).rows(at: [column]))
      let single = Matrix(rows: 70, columns: 1)
      pack(.left, a, precision).multiply(
        by: pack(.right, picked, precision), into: single, pool: pool)
      #expect(single.values == (0..<70).map { whole[$0, column] })
    }
  }

  @Test("Empty products do nothing, and an empty depth gives zeros", arguments: Precision.allCases)
  func empty(precision: Precision) {
    for shape in [Shape(m: 0, n: 5, k: 3), Shape(m: 4, n: 0, k: 3), Shape(m: 4, n: 5, k: 0)] {
      let result = Matrix(rows: shape.m, columns: shape.n)
      pack(.left, Matrix(rows: shape.m, columns: shape.k), precision).multiply(
        by: pack(.right, Matrix(rows: shape.k, columns: shape.n), precision), into: result,
        pool: pool)
      #expect(result.values.allSatisfy { $0 == 0 })
    }
  }

  @Test("Operands that do not fit stop the program")
  func misfits() async {
    await #expect(processExitsWith: .failure) {
      let pool = WorkerPool(threads: 1)
      let (left, right) = (PackedMatrix(.left, .f32), PackedMatrix(.right, .f32))
      left.pack(MatrixRegion(Matrix(rows: 2, columns: 3)), pool: pool)
      right.pack(MatrixRegion(Matrix(rows: 4, columns: 2)), pool: pool)
      left.multiply(by: right, into: Matrix(rows: 2, columns: 2), pool: pool)
    }
    await #expect(processExitsWith: .failure) {
      let pool = WorkerPool(threads: 1)
      let (left, right) = (PackedMatrix(.left, .f32), PackedMatrix(.right, .f32))
      left.pack(MatrixRegion(Matrix(rows: 2, columns: 3)), pool: pool)
      right.pack(MatrixRegion(Matrix(rows: 3, columns: 2)), pool: pool)
      left.multiply(by: right, into: Matrix(rows: 2, columns: 1), pool: pool)
    }
  }

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

  @Test(
    "A stretch of the depth times what is packed for it has the bits of the whole",
    arguments: [1, 5, 33], Precision.allCases)
  func stretches(rows: Int, precision: Precision) {
    let (a, right) = (random(rows, 150, item: 1), pack(.right, random(150, 37, item: 2), precision))
    let (whole, parts) = (Matrix(rows: rows, columns: 37), Matrix(rows: rows, columns: 37))
    pack(.left, a, precision).multiply(by: right, into: whole, pool: pool)
    let left = PackedMatrix(.left, Product(precision))
    left.reserve(count: rows, depth: 64)
    for start in stride(from: 0, to: 150, by: 64) {
      let stretch = start..<min(150, start + 64)
      left.packPart(MatrixRegion(a, columns: stretch), at: 0)
      left.multiplyBlock(
        rows: 0..<rows, by: right, stretch: stretch, columns: 0..<37, into: parts, row: 0,
        column: 0, accumulate: start > 0)
    }
    #expect(parts.values == whole.values)
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
