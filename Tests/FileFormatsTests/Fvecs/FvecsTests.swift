import FileFormats
import TestSupport
import Testing

@Suite struct FvecsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func row(_ dimension: UInt32, _ values: [Float]) -> [UInt8] {
    ([dimension] + values.map(\.bitPattern)).flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
  }

  @Test("rows are read, alone and together")
  func rows() throws {
    let path = try folder.write(row(3, [1, -2, 0.5]) + row(3, [4, 5, 1e10]), to: "a.fvecs")
    let file = try FvecsFile(path: path)
    #expect(file.rows == 2 && file.columns == 3)
    #expect(file.floats(rows: 0..<2) == [1, -2, 0.5, 4, 5, 1e10])
    #expect(file.floats(rows: 1..<2) == [4, 5, 1e10] && file.floats(rows: 1..<1) == [])
  }

  @Test("whatever is no such matrix is refused")
  func refused() throws {
    let good = row(2, [1, 2])
    for bytes in [[], [1, 0], row(0, []), row(1 << 17, [1]), row(.max, []), good + [0]] {
      let path = try folder.write(bytes as [UInt8], to: "bad.fvecs")
      #expect(throws: FileError.self) { try FvecsFile(path: path) }
    }
    let path = try folder.write(good + row(1, [1]) + row(0, []), to: "uneven.fvecs")
    #expect(
      throws: FileError.malformed(
        path: path, line: nil, reason: "row 2 has 1 numbers, and those before it 2")
    ) { try FvecsFile(path: path) }
  }
}
