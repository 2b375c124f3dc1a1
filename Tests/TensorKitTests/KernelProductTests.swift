import TensorKit
import Testing

@Suite("Products of every backend")
struct KernelProductTests {
  static let rows = [0, 1, 2, 12, 13, 16, 17, 32, 33, 47]
  static let columns = [0, 1, 15, 16, 17, 31, 33, 48]

  private static func operand(_ rows: Int, _ columns: Int, _ item: UInt64, transposed: Bool = false)
    -> KernelOperand
  {
    var random = RandomStream(seed: 11, purpose: .initialization, item: item)
    return KernelOperand(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in random.normal() }, transposed: transposed)
  }

  /// Backends whose bf16 sums run in the order of the reference.
  private static func isExact(_ table: KernelTable, _ precision: String) -> Bool {
    precision == "f32" || table.product(precision).name != "avx512bf16"
  }

  /// Σ (x - y)² / Σ y².
  private static func error(_ x: [Float], _ y: [Float]) -> Double {
    let difference = zip(x, y).reduce(0.0) { sum, pair in
      let d = Double(pair.0) - Double(pair.1)
      return sum + d * d
    }
    let size = y.reduce(0.0) { $0 + Double($1) * Double($1) }
    return difference == 0 ? 0 : difference / size
  }

  private static func expectSame(
    _ left: KernelOperand, _ right: KernelOperand, onto: [Float]?, _ precision: String
  ) {
    guard let reference = KernelTable.named("reference") else { return }
    let expected = reference.product(precision)(left, right, onto: onto)
    for table in KernelTable.available.dropFirst() {
      let result = table.product(precision)(left, right, onto: onto)
      let shape = "\(table) \(precision) \(left.rows) × \(left.columns) × \(right.columns)"
      if isExact(table, precision) {
        #expect(result.map(\.bitPattern) == expected.map(\.bitPattern), "\(shape)")
      } else {
        #expect(error(result, expected) < 1e-12, "\(shape)")
      }
    }
  }

  @Test(
    "Every backend gives the bits of the reference",
    arguments: ["f32", "bf16"], [0, 1, 31, 32, 33, 65])
  func matchesReference(precision: String, depth: Int) {
    var item: UInt64 = 0
    for rows in Self.rows {
      for columns in Self.columns {
        item += 1
        let left = Self.operand(rows, depth, item, transposed: item % 2 == 0)
        let right = Self.operand(depth, columns, item + 1_000, transposed: item % 3 == 0)
        let onto = item % 5 < 2 ? Self.operand(rows, columns, item + 2_000).values : nil
        Self.expectSame(left, right, onto: onto, precision)
      }
    }
  }

  @Test(
    "Blocking by rows, columns and depth changes no result",
    arguments: ["f32", "bf16"],
    [
      (3, 40, 1_100), (620, 33, 17), (2, 1_090, 33), (33, 513, 33), (3, 40, 560), (3, 520, 545),
      (3, 520, 640), (3, 512, 545), (3, 512, 640), (3, 1_024, 640), (3, 544, 1_100),
      (17, 300, 1_600),
    ])
  func matchesReferenceOverBlocks(precision: String, shape: (Int, Int, Int)) {
    let (rows, depth, columns) = shape
    let left = Self.operand(rows, depth, 1)
    let right = Self.operand(depth, columns, 2)
    Self.expectSame(left, right, onto: nil, precision)
    Self.expectSame(left, right, onto: Self.operand(rows, columns, 3).values, precision)
  }

  @Test("The reference is the sum over depth", arguments: [("f32", 1e-12), ("bf16", 1e-4)])
  func referenceIsCorrect(precision: String, bound: Double) throws {
    let left = Self.operand(5, 100, 1)
    let right = Self.operand(100, 18, 2)
    let expected = (0..<5 * 18).map { at in
      Float(
        (0..<100).reduce(0.0) { $0 + Double(left[at / 18, $1]) * Double(right[$1, at % 18]) })
    }
    let reference = try #require(KernelTable.named("reference"))
    let error = Self.error(reference.product(precision)(left, right), expected)
    #expect(error < bound)
    #expect(precision == "f32" || error > 1e-8, "rounding to bf16 leaves a trace")
  }

  @Test(
    "One row alone gives the bits it has among many",
    arguments: KernelTable.available, ["f32", "bf16"])
  func rowIsIndependent(table: KernelTable, precision: String) {
    let product = table.product(precision)
    let left = Self.operand(41, 130, 1)
    let right = Self.operand(130, 37, 2)
    let all = product(left, right)
    for row in [0, 7, 15, 16, 31, 32, 40] {
      let alone = product(left.row(row), right)
      #expect(alone.map(\.bitPattern) == all[row * 37..<(row + 1) * 37].map(\.bitPattern))
    }
  }

  @Test(
    "A NaN stays in its row and denormals are treated alike",
    arguments: KernelTable.available, ["f32", "bf16"])
  func specialValues(table: KernelTable, precision: String) throws {
    var left = Self.operand(17, 64, 1)
    left.values[3 * 64 + 40] = .nan
    let right = Self.operand(64, 17, 2)
    let result = table.product(precision)(left, right)
    for (at, value) in result.enumerated() { #expect(value.isNaN == (at / 17 == 3)) }

    let small = KernelOperand(
      rows: 3, columns: 64, values: Self.operand(3, 64, 3).values.map { $0 * 1e-19 })
    let smaller = KernelOperand(
      rows: 64, columns: 5, values: Self.operand(64, 5, 4).values.map { $0 * 1e-19 })
    guard Self.isExact(table, precision) else { return }
    let reference = try #require(KernelTable.named("reference")).product(precision)
    #expect(table.product(precision)(small, smaller) == reference(small, smaller))
  }
}
