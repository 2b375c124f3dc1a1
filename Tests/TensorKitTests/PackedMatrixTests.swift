import TensorKit
import Testing

/// Products of packed operands against three plain loops.
@Suite("Packed products")
struct PackedMatrixTests: PackedProductWitness {
  let pool = WorkerPool(threads: 2)

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

  @Test("Reused memory of a larger product leaves no trace", arguments: Precision.allCases)
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
}
