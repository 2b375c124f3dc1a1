import DataStructures
import FileFormats
import TensorKit
import Testing

@Suite("Kernels of search")
struct SearchKernelTests {
  private static let sizes = [1, 3, 15, 16, 17, 31, 33, 63, 64, 65, 100, 127, 129, 256, 300]

  private func floats(_ count: Int, _ item: UInt64) -> [Float] {
    var random = RandomStream(seed: 3, purpose: .testData, item: item)
    return (0..<count).map { _ in random.normal() }
  }

  private func bytes(_ count: Int, _ seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 32) }
  }

  @Test("rows of floats and halves give the bits of the reference", arguments: sizes)
  func floats(size: Int) throws {
    let reference = try #require(SearchTable.reference)
    let query = floats(size, 1)
    for numbers in SearchTable.Numbers.allCases {
      let width = numbers == .f32 ? 4 : 2
      let stride = size * width + 5
      var rows = bytes(stride * 7, UInt64(size))
      // Exponents that are neither those of infinities nor of NaN.
      for row in 0..<7 {
        for index in 0..<size {
          let high = row * stride + index * width + width - 1
          rows[high] = rows[high] & 0xBB | 0x30
        }
      }
      for ids in [nil, [6, 0, 3, 3, 5] as [UInt32]?] {
        let expected = reference.products(numbers, query, rows: rows, stride: stride, ids: ids)
        #expect(expected.allSatisfy { $0.isFinite })
        for table in SearchTable.available {
          let found = table.products(numbers, query, rows: rows, stride: stride, ids: ids)
          #expect(found == expected, "\(table) \(numbers) \(size)")
        }
      }
    }
  }

  @Test("halves of every size are read as the value they stand for")
  func halves() throws {
    for bits in stride(from: UInt16(0), through: 0x7BFF, by: 37) {
      for sign in [UInt16(0), 0x8000] {
        var row: [UInt8] = []
        row.append(littleEndian: UInt64(bits | sign), bytes: 2)
        for table in SearchTable.available {
          let found = table.products(.f16, [1], rows: row, stride: 2, ids: nil)
          #expect(found == [Float(half: bits | sign)], "\(table)")
        }
      }
    }
  }

  @Test("products of bytes are those of integers", arguments: [16, 32, 48, 64, 80, 112, 128, 304])
  func int8(size: Int) throws {
    // All from −127 to 127, the largest sums among them.
    func codes(_ seed: UInt64, _ count: Int) -> [Int8] {
      bytes(count, seed).map { max(-127, Int8(bitPattern: $0)) }
    }
    let stride = size + 4
    let cases: [(query: [Int8], rows: [Int8])] = [
      (codes(1, size), codes(2, stride * 5)),
      ([Int8](repeating: -127, count: size), [Int8](repeating: 127, count: stride * 5)),
      ([Int8](repeating: 127, count: size), [Int8](repeating: 127, count: stride * 5)),
    ]
    for (query, rows) in cases {
      for ids in [nil, [4, 4, 0] as [UInt32]?] {
        let expected = (ids ?? [0, 1, 2, 3, 4]).map { row in
          (0..<size).reduce(Int32(0)) {
            $0 + Int32(query[$1]) * Int32(rows[Int(row) * stride + $1])
          }
        }
        for table in SearchTable.available {
          let found = table.products(
            query, rows: rows.map(UInt8.init(bitPattern:)), stride: stride, ids: ids)
          #expect(found == expected, "\(table)")
        }
      }
    }
  }

  @Test("products of bits are weighted counts", arguments: [1, 2, 3, 4, 5, 8, 9, 16])
  func bits(words: Int) throws {
    var random = SplitMix64(seed: UInt64(words))
    let stride = words * 8 + 12
    for isFull in [false, true] {
      let planes = (0..<words * 4).map { _ in isFull ? UInt64.max : random.next() }
      let rows = isFull ? [UInt8](repeating: 0xFF, count: stride * 6) : bytes(stride * 6, 9)
      let expected = (0..<6).map { row in
        (0..<words * 4).reduce(Int32(0)) { sum, index in
          let word = rows.littleEndian(at: row * stride + index % words * 8, bytes: 8)
          return sum + Int32((word & planes[index]).nonzeroBitCount) << Int32(index / words)
        }
      }
      for table in SearchTable.available {
        #expect(
          table.products(planes: planes, rows: rows, stride: stride, ids: nil) == expected,
          "\(table)")
        #expect(
          table.products(planes: planes, rows: rows, stride: stride, ids: [5, 1])
            == [expected[5], expected[1]], "\(table)")
      }
    }
  }
}
