import FileFormats
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sample() throws -> String {
    let path = folder.file("sample.safetensors")
    try SafetensorsWriter.write(
      path: path, metadata: [("kind", "test \"é\"")],
      tensors: [("b", [2, 3], [1, 2, 3, 4, 5, -0.5]), ("a", [], [7]), ("none", [0, 4], [])])
    return path
  }

  @Test("tensors, shapes, order and metadata come back")
  func roundTrip() throws {
    let file = try SafetensorsFile(path: try sample())
    #expect(file.tensors.map(\.name) == ["b", "a", "none"])
    #expect(try file.floats("b", shape: [2, 3]) == [1, 2, 3, 4, 5, -0.5])
    #expect(try file.floats("a") == [7])
    #expect(try file.floats("none").isEmpty)
    #expect(file.metadata("kind") == "test \"é\"")
    #expect(throws: FileError.missingEntry(path: file.path, name: "c")) { try file.floats("c") }
    #expect(throws: FileError.self) { try file.floats("b", shape: [3, 2]) }
    var target = [Float](repeating: 0, count: 6)
    var span = target.mutableSpan
    try file.copy("b", shape: [2, 3], into: &span)
    #expect(target == [1, 2, 3, 4, 5, -0.5])
  }

  @Test("the data begins with a cache line, and the same content gives the same bytes")
  func reproducible() throws {
    let first = try fileBytes(try sample())
    let second = try fileBytes(try sample())
    #expect(first == second)
    for keyLength in 1...70 {
      let path = folder.file("aligned")
      try SafetensorsWriter.write(
        path: path, metadata: [(String(repeating: "k", count: keyLength), "")],
        tensors: [("a", [1], [1])])
      let header = try fileBytes(path)
      #expect((8 + header.littleEndian(at: 0, bytes: 8)) % 64 == 0)
      #expect(header.count % 64 == 4)
    }
  }

  @Test("a file cut short at any length is refused")
  func truncated() throws {
    let bytes = try fileBytes(try sample())
    for length in 0..<bytes.count {
      let path = try folder.write(Array(bytes[..<length]), to: "cut")
      #expect(throws: FileError.self) { try SafetensorsFile(path: path) }
      #expect(throws: FileError.self) { try SafetensorsFile(path: path, verification: .ifPresent) }
    }
    let longer = try folder.write(bytes + [0], to: "longer")
    #expect(throws: FileError.self) { try SafetensorsFile(path: longer, verification: .ifPresent) }
  }

  private func forged(_ header: String, data: Int = 0) throws -> String {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(header.utf8.count))
    bytes += Array(header.utf8) + [UInt8](repeating: 1, count: data)
    return try folder.write(bytes, to: "forged")
  }

  @Test(
    "forged headers are refused before anything is allocated",
    arguments: [
      "", "[]", "{", "{\"a\":1}", "{\"__metadata__\":{\"a\":1}}", "{\"__metadata__\":[]}",
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
      #"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}"#,
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}"#,
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#,
      #"{"a":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}"#,
      #"{"a":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}"#,
      #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}"#,
      #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}"#,
      #"{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[1],"data_offsets":[7,8]}}"#,
      #"{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[0],"data_offsets":[8,8]}}"#,
      #"{"__metadata__":{"format_version":"x"},"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}"#,
    ])
  func forgedHeaders(header: String) throws {
    let path = try forged(header, data: 8)
    #expect(throws: FileError.self) { try SafetensorsFile(path: path, verification: .ifPresent) }
  }

  @Test("a forged header length is refused")
  func forgedLength() throws {
    for length in [UInt64.max, 1 << 63, 100_000_001, 3] {
      var bytes: [UInt8] = []
      bytes.append(littleEndian: length)
      let path = try folder.write(bytes + Array("{}".utf8), to: "length")
      #expect(throws: FileError.self) { try SafetensorsFile(path: path, verification: .ifPresent) }
    }
  }

  @Test("a file of another program is accepted only on request")
  func foreign() throws {
    let path = try forged(
      #"{"a":{"dtype":"U8","shape":[2,4],"data_offsets":[0,8]}}"#, data: 8)
    #expect(throws: FileError.checksumMissing(path: path)) { try SafetensorsFile(path: path) }
    let file = try SafetensorsFile(path: path, verification: .ifPresent)
    #expect(try file.bytes("a") == [UInt8](repeating: 1, count: 8))
    #expect(throws: FileError.self) { try file.floats("a") }
  }

  @Test("a newer version is named as such")
  func newer() throws {
    let path = try forged(#"{"__metadata__":{"format_version":"3"}}"#)
    #expect(throws: FileError.unsupportedVersion(path: path, found: "3", supported: "2")) {
      try SafetensorsFile(path: path)
    }
  }

  @Test("half precision and bfloat16 become the floats they stand for")
  func narrow() throws {
    #expect(Float(half: 0x3C00) == 1)
    #expect(Float(half: 0xC500) == -5)
    #expect(Float(half: 0x0001) == 0x1p-24)
    #expect(Float(half: 0x8000).sign == .minus)
    #expect(Float(half: 0x7C00) == .infinity)
    #expect(Float(half: 0x7E00).isNaN)
    #expect(Float(half: 0x7BFF) == 65504)
    let path = folder.file("narrow")
    let writer = try SafetensorsWriter(
      path: path,
      tensors: [
        TensorSpecification(name: "half", element: .float16, shape: [2]),
        TensorSpecification(name: "brain", element: .bfloat16, shape: [1]),
        TensorSpecification(name: "double", element: .float64, shape: [1]),
      ])
    try writer.write("half", bytes: [0x00, 0x3C, 0x00, 0xC5])
    try writer.write("brain", bytes: [0x80, 0xBF])
    try writer.write("double", bytes: [0, 0, 0, 0, 0, 0, 0xE0, 0x3F])
    try writer.finish()
    let file = try SafetensorsFile(path: path)
    #expect(try file.floats("half") == [1, -5])
    #expect(try file.floats("brain") == [-1])
    #expect(try file.floats("double") == [0.5])
  }
}

extension SafetensorsTests {
  @Test("a file of the safetensors library is read")
  func goldens() throws {
    let file = try SafetensorsFile(
      path: GoldenFile.path("tensors.safetensors"), verification: .ifPresent)
    let matrix = (0..<12).map { Float($0) / 4 - 1 }
    for name in ["matrix", "half", "double"] {
      #expect(try file.floats(name, shape: [3, 4]) == matrix)
    }
    #expect(try file.floats("scalar", shape: []) == [2.5])
    #expect(try file.bytes("ids").littleEndian(at: 32, bytes: 8) == 4)
    #expect(file.metadata("made_by") == "safetensors")
  }
}
