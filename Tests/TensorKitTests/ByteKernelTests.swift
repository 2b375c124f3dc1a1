import Foundation
import TensorKit
import Testing

@Suite("Products of bytes")
struct ByteKernelTests {
  /// Numbers of −1 … 1 without a pattern.
  private static func number(_ index: Int) -> Float {
    Float((index &* 2_654_435_761) >> 7 & 0xFFFF) / 32_768 - 1
  }

  private static func columns(_ count: Int, depth: Int) -> [[Float]] {
    (0..<count).map { column in
      (0..<depth).map { number(column * 977 + $0) * Float(column % 5) * 0.3 }
    }
  }

  @Test("Numbers are rounded to 127ths, to even, and cut at one", arguments: ByteTable.available)
  func rounding(table: ByteTable) {
    let edge: [Float] = [0, -0.0, 1, -1, 2, -9, .infinity, -.infinity, .nan, 0.5 / 127, 1.5 / 127]
    for length in [1, 15, 16, 17, 40] {
      let x = (0..<length).map { $0 < edge.count ? edge[$0] : Self.number($0) }
      let expected = x.map { value -> UInt8 in
        let cut = value.isNaN ? -1 : max(-1, min(1, value))
        return UInt8(128 + (cut * 127).rounded(.toNearestOrEven))
      }
      #expect(table.round(x) == expected)
    }
  }

  @Test(
    "A column has its own scale, and its largest number is 127 of them",
    arguments: [1, 3, 4, 5, 64, 130])
  func packing(depth: Int) {
    let columns = Self.columns(21, depth: depth)
    let packed = PackedBytes(columns: columns, depth: depth)
    for (number, column) in columns.enumerated() {
      let largest = column.map(abs).max() ?? 0
      let bytes = (0..<packed.depth).map { packed.byte($0, number) }
      let expected = column.map { largest > 0 ? ($0 / largest * 127).rounded(.toNearestOrEven) : 0 }
      #expect(bytes.prefix(depth).map(Float.init) == expected)
      #expect(bytes.dropFirst(depth).allSatisfy { $0 == 0 })
      #expect(packed.scales[number] == largest / 127 / 127)
      #expect(packed.compensation[number] == bytes.reduce(0) { $0 + 128 * Int32($1) })
    }
    #expect(packed.panels.count == 32 * packed.depth)
    #expect((21..<32).allSatisfy { column in packed.byte(0, column) == 0 })
  }

  @Test("Weights of a file of 8 bits stay what they are")
  func filesOfBytes() {
    let stored: [Float] = [-127, 5, 80, 0, 33, 127]
    let packed = PackedBytes(columns: [stored.map { $0 * 0.00317 }], depth: 6)
    #expect((0..<6).map { Float(packed.byte($0, 0)) } == stored)
  }

  @Test("Every path has the sums of integers, rounded once", arguments: ByteTable.available)
  func products(table: ByteTable) {
    for depth in [1, 3, 4, 7, 64, 513] {
      for count in [1, 15, 16, 17, 33, 50, 64, 65, 130] {
        let packed = PackedBytes(columns: Self.columns(count, depth: depth), depth: depth)
        for rows in [1, 2, 5, 6, 7, 13] {
          let left = (0..<rows).map { row in
            table.round((0..<packed.depth).map { Self.number(row * 31 + $0 + depth) })
          }
          let first = count > 40 ? 16 : 0
          let columns = count - first
          let onto = (0..<rows).map { row in (0..<columns).map { Self.number(row * 7 + $0) } }
          let expected = (0..<rows).map { row in
            (0..<columns).map { column -> Float in
              let sum = (0..<packed.depth).reduce(0) {
                $0 + (Int(left[row][$1]) - 128) * Int(packed.byte($1, first + column))
              }
              return onto[row][column].addingProduct(Float(sum), packed.scales[first + column])
            }
          }
          let found = table.multiply(left, packed, first: first, columns: columns, onto: onto)
          #expect(found == expected, "\(rows) × \(columns) × \(depth)")
        }
      }
    }
  }

  @Test("The largest numbers over the largest depth do not overflow")
  func overflow() {
    let depth = ByteWeights.largestDepth
    let packed = PackedBytes(
      columns: [Array(repeating: -1, count: depth), Array(repeating: 1, count: depth)],
      depth: depth)
    for table in ByteTable.available {
      let left = table.round(Array(repeating: 1, count: depth))
      let found = table.multiply([left], packed, first: 0, columns: 2, onto: [[0, 0]])
      let scale = Float(1) / 127 / 127
      #expect(found == [[Float(-127 * 127 * depth) * scale, Float(127 * 127 * depth) * scale]])
    }
  }

  @Test("Blocks of rows and columns give the bits of the whole product")
  func blocks() {
    let (rows, count, depth) = (9, 50, 37)
    let values = Matrix(rows: rows, columns: depth)
    let weights = Matrix(rows: count, columns: depth)
    for row in 0..<rows { for k in 0..<depth { values[row, k] = Self.number(row * 41 + k) } }
    for row in 0..<count { for k in 0..<depth { weights[row, k] = Self.number(row * 43 + k) } }
    let right = ByteWeights(count: count, depth: depth)
    for panel in 0..<4 { right.pack(panel: panel, of: weights, row: panel * 16) }
    let left = ByteRows(depth: depth)
    left.reserve(count: rows)
    left.round(MatrixRegion(values, columns: 0..<20), row: 0, column: 0)
    left.round(MatrixRegion(values, columns: 20..<depth), row: 0, column: 20)
    let (whole, parts) = (Matrix(rows: rows, columns: 60), Matrix(rows: rows, columns: 60))
    left.multiplyBlock(
      rows: 0..<rows, by: right, columns: 0..<count, into: whole, row: 0, column: 0)
    for range in [0..<4, 4..<9] {
      for columns in [0..<16, 16..<count] {
        left.multiplyBlock(
          rows: range, by: right, columns: columns, into: parts, row: range.lowerBound,
          column: columns.lowerBound)
      }
    }
    for row in 0..<rows {
      for column in 0..<60 { #expect(parts[row, column] == whole[row, column]) }
      let exact = (0..<depth).reduce(0.0) { $0 + Double(values[row, $1] * weights[3, $1]) }
      #expect(abs(Double(whole[row, 3]) - exact) < 0.08)
    }
  }

  @Test("The last path that runs here is in use, unless another is asked for")
  func choice() {
    #expect(ByteTable.available.first?.description == "reference")
    #expect(ByteTable("sse9") == nil)
    let wanted = ProcessInfo.processInfo.environment["TEXTAE_KERNELS"]
    if wanted == nil { #expect(ByteTable.active == ByteTable.available.last?.description) }
    #expect(ByteRows.kernels == ByteTable.active)
  }
}
