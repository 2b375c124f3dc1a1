import FileFormats
import TestSupport
import Testing

@Suite struct NPYTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let matrix = (0..<12).map { Float($0) / 4 - 1 }

  @Test(
    "files of NumPy are read",
    arguments: [
      "matrix_f2.npy", "matrix_f4.npy", "matrix_f8.npy", "matrix_v2.npy", "matrix_v3.npy",
      "fortran.npy", "bigendian.npy", "fortran_big_f2.npy", "fortran_big_f8.npy",
    ])
  func goldens(name: String) throws {
    let file = try NPYFile(path: GoldenFile.path(name))
    #expect(file.shape == [3, 4])
    #expect(file.floats(rows: 0..<3) == Self.matrix)
    #expect(file.floats(rows: 1..<2) == Array(Self.matrix[4..<8]))
    #expect(file.floats(rows: 1..<3) == Array(Self.matrix[4...]))
  }

  @Test("sizes with an L, as NumPy wrote them under Python 2, are read")
  func longIntegers() throws {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3L, 4L), }\n"
    let content = try GoldenFile.bytes("matrix_f4.npy").dropFirst(128)
    let path = try folder.write(Self.file(header) + content, to: "long.npy")
    #expect(try NPYFile(path: path).floats(rows: 0..<3) == Self.matrix)
  }

  @Test("a vector is one row, and a matrix may be empty")
  func shapes() throws {
    let vector = try NPYFile(path: GoldenFile.path("vector.npy"))
    #expect(vector.shape == [4])
    #expect(vector.floats(rows: 0..<1) == Array(Self.matrix[4..<8]))
    let empty = try NPYFile(path: GoldenFile.path("empty.npy"))
    #expect(empty.rows == 0 && empty.columns == 4)
    #expect(empty.floats(rows: 0..<0).isEmpty)
  }

  @Test(
    "anything but a matrix of floats is refused",
    arguments: ["integers.npy", "cube.npy", "tensors.safetensors"])
  func refused(name: String) {
    #expect(throws: FileError.self) { try NPYFile(path: GoldenFile.path(name)) }
  }

  @Test("a file cut short at any length is refused, and one that is too long")
  func truncated() throws {
    let bytes = try GoldenFile.bytes("matrix_f4.npy")
    for length in 0..<bytes.count {
      let path = try folder.write(Array(bytes[..<length]), to: "cut")
      #expect(throws: FileError.self) { try NPYFile(path: path) }
    }
    let longer = try folder.write(bytes + [0], to: "longer")
    #expect(throws: FileError.self) { try NPYFile(path: longer) }
  }

  @Test("no flipped bit makes the reader trap")
  func flipped() throws {
    let bytes = try GoldenFile.bytes("matrix_f4.npy")
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      let path = try folder.write(changed, to: "flipped")
      if let file = try? NPYFile(path: path) { _ = file.floats(rows: 0..<file.rows) }
    }
  }

  @Test(
    "forged shapes are refused before anything is allocated",
    arguments: [
      "(99999999999, 99999999999)", "(9223372036854775807, 1)", "(4611686018427387904,)",
      "(99999999999999999999, 1)", "(-1, 4)", "(1000000, 1)", "()", "(3", "3",
    ])
  func forged(shape: String) throws {
    for order in ["False", "True"] {
      let header = "{'descr': '<f4', 'fortran_order': \(order), 'shape': \(shape), }\n"
      let path = try folder.write(Self.file(header), to: "forged")
      #expect(throws: FileError.self) { try NPYFile(path: path) }
    }
  }

  private static func file(_ header: String) -> [UInt8] {
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    bytes.append(littleEndian: UInt64(header.utf8.count), bytes: 2)
    return bytes + Array(header.utf8)
  }

  @Test("what is written row by row is read back, count known or not", arguments: [nil, 5])
  func roundTrip(rows: Int?) throws {
    let path = folder.file("out.npy")
    let writer = try NPYWriter(path: path, columns: 3, rows: rows)
    var values: [Float] = []
    for row in 0..<5 {
      let numbers = [Float(row), .pi, -0.0]
      try writer.append(numbers.span)
      values += numbers
    }
    try writer.finish()
    let file = try NPYFile(path: path)
    #expect(file.shape == [5, 3])
    #expect(file.floats(rows: 0..<5) == values)
    #expect(try fileBytes(path).count == 128 + 60)
  }

  @Test("the same matrix gives the bytes that NumPy writes")
  func identical() throws {
    let path = folder.file("out.npy")
    let writer = try NPYWriter(path: path, columns: 4)
    try writer.append(Self.matrix.span)
    try writer.finish()
    #expect(try fileBytes(path) == GoldenFile.bytes("matrix_f4.npy"))
  }
}
