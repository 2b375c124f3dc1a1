import TensorKit
import Testing

/// Operands packed by parts and products taken by parts against the whole.
@Suite("Packed products by parts")
struct PackedPartsTests: PackedProductWitness {
  let pool = WorkerPool(threads: 2)

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
    "Packing the depth in pieces gives the same bits as packing it at once",
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
    "A sum split at any step of the depth has the same bits",
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

  @Test(
    "Parts of the depth, packed and multiplied one by one, give the bits of the whole",
    arguments: [1, 5, 33], Precision.allCases)
  func stretches(rows: Int, precision: Precision) {
    let (a, b) = (random(rows, 150, item: 1), random(150, 37, item: 2))
    let (whole, parts) = (Matrix(rows: rows, columns: 37), Matrix(rows: rows, columns: 37))
    pack(.left, a, precision).multiply(by: pack(.right, b, precision), into: whole, pool: pool)
    let left = PackedMatrix(.left, Product(precision))
    let right = PackedMatrix(.right, Product(precision), cacheResident: true)
    left.reserve(count: rows, depth: 64)
    for start in stride(from: 0, to: 150, by: 64) {
      let stretch = start..<min(150, start + 64)
      left.packPart(MatrixRegion(a, columns: stretch), at: 0)
      right.reserve(count: 37, depth: stretch.count)
      right.packPart(MatrixRegion(b, rows: stretch), at: 0)
      left.multiplyLeading(
        rows: 0..<rows, by: right, columns: 0..<37, into: parts, row: 0, column: 0,
        accumulate: start > 0)
    }
    #expect(parts.values == whole.values)
  }
}
