import FileFormats
import TestSupport
import Testing

@Suite struct SafetensorsVerificationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Two tensors, the second with the type `type`.
  private func sample() throws -> [UInt8] {
    let path = folder.file("sample.safetensors")
    try SafetensorsWriter.write(
      path: path, metadata: [("kind", "test")],
      tensors: [("a", [2, 3], [1, 2, 3, 4, 5, -0.5]), ("b", [2], [7, 8])])
    return try fileBytes(path)
  }

  /// The same as the first version of the format had it: one checksum, of the whole file.
  private func firstVersion() throws -> [UInt8] {
    func bytes(_ checksum: String) -> [UInt8] {
      let header =
        #"{"__metadata__":{"format_version":"1","checksum":"\#(checksum)"},"#
        + #""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
        + #""b":{"dtype":"U8","shape":[8],"data_offsets":[8,16]}}"#
      var bytes: [UInt8] = []
      bytes.append(littleEndian: UInt64(header.utf8.count))
      return bytes + Array(header.utf8) + [UInt8](repeating: 1, count: 16)
    }
    let blank = bytes(String(repeating: "0", count: 16))
    return bytes(Checksum.of(blank).hexadecimal)
  }

  private func open(_ bytes: [UInt8]) throws -> SafetensorsFile {
    try SafetensorsFile(path: try folder.write(bytes, to: "changed"), verification: .ifPresent)
  }

  @Test("every flipped bit of the header is found when the file is opened")
  func flippedHeader() throws {
    let bytes = try sample()
    let headerBits = (8 + Int(bytes.littleEndian(at: 0, bytes: 8))) * 8
    for bit in 0..<headerBits {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: FileError.self, "bit \(bit)") { try open(changed) }
    }
  }

  @Test("every flipped bit of a tensor is found when it is read, and harms no other tensor")
  func flippedTensor() throws {
    let bytes = try sample()
    let dataBits = bytes.count * 8 - 8 * 4 * 8..<bytes.count * 8
    for bit in dataBits {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      let file = try open(changed)
      let isFirst = bit - dataBits.lowerBound < 6 * 4 * 8
      let (damaged, shape) = isFirst ? ("a", [2, 3]) : ("b", [2])
      let error = FileError.checksumMismatch(path: file.path)
      #expect(throws: error) { try file.floats(damaged) }
      #expect(throws: error) { try file.bytes(damaged) }
      #expect(throws: error) { _ = try file.mapped(damaged, shape: shape) }
      #expect(throws: error) {
        var target = [Float](repeating: 0, count: isFirst ? 6 : 2)
        var span = target.mutableSpan
        try file.copy(damaged, shape: shape, into: &span)
      }
      #expect(throws: error) { try file.verify() }
      #expect(throws: Never.self) { try file.floats(isFirst ? "b" : "a") }
    }
  }

  @Test("every flipped bit of a file of the first version is found at the first read")
  func flippedFirstVersion() throws {
    let bytes = try firstVersion()
    let whole = try open(bytes)
    #expect(try whole.floats("a").count == 2)
    #expect(try whole.bytes("b") == [UInt8](repeating: 1, count: 8))
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: FileError.self, "bit \(bit)") { _ = try open(changed).floats("a") }
      #expect(throws: FileError.self, "bit \(bit)") { try open(changed).verify() }
    }
  }

  @Test("the checksum in the metadata differs for other data")
  func identity() throws {
    var checksums: Set<String> = []
    for value in [Float(1), 2, .nan] {
      let path = folder.file("identity")
      try SafetensorsWriter.write(path: path, tensors: [("a", [1], [value])])
      checksums.insert(try #require(try SafetensorsFile(path: path).metadata("checksum")))
    }
    #expect(checksums.count == 3)
  }

  @Test("a tensor of many pieces is verified to its end, and its numbers come back")
  func large() throws {
    let path = folder.file("large")
    let values = (0..<200_001).map { Float($0) }
    try SafetensorsWriter.write(path: path, tensors: [("a", [200_001], values)])
    let file = try SafetensorsFile(path: path)
    #expect(try file.floats("a", requireFinite: true) == values)
    let mapped = try #require(try file.mapped("a", shape: [200_001], requireFinite: true))
    #expect(mapped.count == values.count)
    #expect(mapped.values == values)
    var damaged = try fileBytes(path)
    damaged[damaged.count - 1] ^= 0x40
    let changed = try open(damaged)
    #expect(throws: FileError.checksumMismatch(path: changed.path)) { try changed.floats("a") }
  }

  @Test(
    "numbers that are not finite are refused on request",
    arguments: [
      Float.nan, .infinity, -.infinity, -.signalingNaN,
    ])
  func notFinite(value: Float) throws {
    let path = folder.file("finite")
    for place in [0, 99_999] {
      var values = [Float](repeating: Float.greatestFiniteMagnitude, count: 100_000)
      values[place] = value
      try SafetensorsWriter.write(path: path, tensors: [("a", [100_000], values)])
      let file = try SafetensorsFile(path: path)
      let error = FileError.malformed(
        path: path, line: nil, reason: "a has numbers that are not finite")
      #expect(throws: error) { try file.floats("a", requireFinite: true) }
      #expect(throws: error) { _ = try file.mapped("a", shape: [100_000], requireFinite: true) }
      #expect(try file.floats("a")[place].bitPattern == value.bitPattern)
      #expect(throws: Never.self) { _ = try file.mapped("a", shape: [100_000]) }
    }
  }

  @Test("an infinity in half precision is refused on request")
  func notFiniteHalf() throws {
    let path = folder.file("half")
    let writer = try SafetensorsWriter(
      path: path, tensors: [TensorSpecification(name: "a", element: .float16, shape: [1])])
    try writer.write("a", bytes: [0x00, 0x7C])
    try writer.finish()
    let file = try SafetensorsFile(path: path)
    #expect(try file.floats("a") == [.infinity])
    #expect(throws: FileError.self) { try file.floats("a", requireFinite: true) }
    #expect(try file.mapped("a", shape: [1]) == nil)
  }

  @Test("what is written to a mapped tensor changes neither the file nor another mapping of it")
  func privatePages() throws {
    let file = try open(try sample())
    let first = try #require(try file.mapped("a", shape: [2, 3]))
    let second = try #require(try file.mapped("a", shape: [2, 3]))
    first.set(0, to: 99)
    #expect(first.values == [99, 2, 3, 4, 5, -0.5])
    #expect(second.values == [1, 2, 3, 4, 5, -0.5])
    #expect(try file.floats("a") == [1, 2, 3, 4, 5, -0.5])
  }

  @Test("a tensor that is not aligned for floats is not mapped")
  func unaligned() throws {
    let path = folder.file("unaligned")
    let writer = try SafetensorsWriter(
      path: path,
      tensors: [
        TensorSpecification(name: "byte", element: .uint8, shape: [1]),
        TensorSpecification(name: "a", shape: [1]), TensorSpecification(name: "none", shape: [0]),
      ])
    try writer.write("byte", bytes: [1])
    try writer.write("a", [Float(3)].span)
    try writer.write("none", bytes: [])
    try writer.finish()
    let file = try SafetensorsFile(path: path)
    #expect(try file.mapped("a", shape: [1]) == nil)
    #expect(try file.mapped("none", shape: [0]) == nil)
    #expect(try file.floats("a") == [3])
    #expect(throws: FileError.self) { _ = try file.mapped("a", shape: [2]) }
  }
}
