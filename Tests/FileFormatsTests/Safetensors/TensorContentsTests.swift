import FileFormats
import TestSupport
import Testing

/// Matrices with 8 or 16 bits a number in safetensors files.
@Suite("Compact tensors")
struct TensorContentsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let tiny = Float.leastNonzeroMagnitude

  /// Five rows of three numbers; one of zeros, and one too small for 8 bits.
  private static let values: [Float] = [
    0.5, -1, 0.25, 0, 0, 0, tiny, -tiny, 0, 3, 200, -200, 1, 1.004, -0.004,
  ]

  private func write(_ numbers: VectorNumber, keepsOrder: Bool = false) throws -> SafetensorsFile {
    var contents = TensorContents(keepsOrder: keepsOrder)
    contents.append("m", shape: [5, 3], numbers: numbers) { Self.values }
    contents.append("bias", shape: [3], numbers: numbers) { [1, 2, 3] }
    contents.append(
      TensorSpecification(name: "text", element: .uint8, shape: [3]), bytes: [7, 8, 9])
    contents.append("n", shape: [1, 3], numbers: numbers) { [1, -1, 0.5] }
    contents.append(
      TensorSpecification(name: "counts", element: .int64, shape: [1]),
      bytes: [1, 0, 0, 0, 0, 0, 0, 0])
    let path = folder.file("m.safetensors")
    try contents.write(to: path, metadata: [(key: "kind", value: "test")])
    return try SafetensorsFile(path: path)
  }

  @Test("vectors stay exact, and matrices come back as near as their numbers allow")
  func roundTrip() throws {
    for (numbers, error) in [
      (VectorNumber.f32, Float(0)), (.f16, 0.001), (.bf16, 0.004), (.int8, 0.004),
    ] {
      let file = try write(numbers)
      try file.checkScales()
      #expect(file.matrixNumbers == numbers.rawValue)
      #expect(try file.floats("bias", shape: [3], requireFinite: true) == [1, 2, 3])
      let found = try file.floats("m", shape: [5, 3], requireFinite: true)
      for (row, largest) in [Float(1), 0, Self.tiny, 200, 1.004].enumerated() {
        for column in 0..<3 {
          let difference = found[3 * row + column] - Self.values[3 * row + column]
          #expect(difference.magnitude <= error * largest + Self.tiny, "\(numbers) \(row)")
        }
      }
      var copied = [Float](repeating: 9, count: 15)
      var span = copied.mutableSpan
      try file.copy("m", shape: [5, 3], requireFinite: true, into: &span)
      #expect(copied == found)
    }
  }

  @Test("a number of 8 bits is q × the scale of its row, exactly")
  func exact() throws {
    let file = try write(.int8)
    let scales = try file.floats("m.scale", shape: [5])
    let numbers = try file.bytes("m").map { Float(Int8(bitPattern: $0)) }
    let found = try file.floats("m")
    #expect(found == numbers.indices.map { numbers[$0] * scales[$0 / 3] })
    #expect(scales[1] == 0 && scales[2] == 0 && scales[0] == 1 / 127)
    #expect(numbers[1] == -127 && numbers[10] == 127 && numbers[11] == -127)
  }

  @Test("wide numbers come first, so that all are aligned; the order is kept on request")
  func order() throws {
    let file = try write(.int8)
    #expect(
      file.tensors.map(\.name) == ["counts", "m.scale", "bias", "n.scale", "m", "text", "n"])
    #expect(
      try write(.f32, keepsOrder: true).tensors.map(\.name) == ["m", "bias", "text", "n", "counts"])
  }

  @Test("a row is decoded alone")
  func rows() throws {
    for numbers in [VectorNumber.f16, .bf16, .int8] {
      let file = try write(numbers)
      let rows = try #require(try file.storedRows("m", shape: [5, 3], requireFinite: true))
      #expect(rows.rows == 5 && rows.columns == 3)
      #expect(try file.storedRows("bias", shape: [3]) == nil)
      let all = try file.floats("m")
      for row in 0..<5 {
        var values: [Float] = [0, 0, 0]
        unsafe values.withUnsafeMutableBufferPointer { unsafe rows.decode(row, into: $0) }
        #expect(values == Array(all[3 * row..<3 * row + 3]))
      }
    }
  }

  @Test("a number too large for f16 is refused")
  func overflow() throws {
    var contents = TensorContents()
    contents.append("m", shape: [1, 2], numbers: .f16) { [1, 65_520] }
    #expect(throws: FileError.self) {
      try contents.write(to: folder.file("m.safetensors"), metadata: [])
    }
  }

  /// A file with an 8-bit matrix "m" [2 × 2] and other tensors of single precision.
  private func file(
    scale: [Float]?, shape: [Int] = [2], others: [(String, [Float])] = [], m: [Int] = [2, 2]
  ) throws -> SafetensorsFile {
    var contents = TensorContents()
    if let scale {
      contents.append("m.scale", shape: shape, numbers: .f32) { scale }
    }
    for (name, values) in others {
      contents.append(name, shape: [values.count], numbers: .f32) { values }
    }
    contents.append(
      TensorSpecification(name: "m", element: .int8, shape: m), bytes: [1, 2, 3, 128])
    let path = folder.file("bad.safetensors")
    try contents.write(to: path, metadata: [])
    return try SafetensorsFile(path: path)
  }

  @Test("scales that are negative, not finite or too large are refused when they are used")
  func values() throws {
    #expect(try file(scale: [1, 0.5]).floats("m") == [1, 2, 1.5, -64])
    for bad in [-1, .nan, .infinity, 1e37] as [Float] {
      let file = try file(scale: [1, bad])
      #expect(throws: FileError.self, "\(bad)") { try file.floats("m") }
      #expect(throws: FileError.self, "\(bad)") { try file.storedRows("m", shape: [2, 2]) }
    }
  }

  @Test("scales that are missing, left over or of another shape are refused at once")
  func shapes() throws {
    try file(scale: [1, 1]).checkScales()
    let bad = try [
      file(scale: nil), file(scale: [1, 1, 1], shape: [3]), file(scale: [1, 1], shape: [1, 2]),
      file(scale: [1, 1], others: [("x.scale", [1])]),
      file(scale: [1, 1], others: [("x", [1]), ("x.scale", [1])]),
      file(scale: [1], shape: [1], m: [4]),
    ]
    for file in bad {
      #expect(throws: FileError.self, "\(file.tensors)") { try file.checkScales() }
    }
    #expect(throws: FileError.self) { try bad[0].floats("m") }
  }

  @Test("an infinity of 16 bits is refused where finite numbers are required")
  func infinities() throws {
    for (element, high) in [(TensorElement.float16, UInt8(0x7C)), (.bfloat16, 0x7F)] {
      var contents = TensorContents()
      let low: UInt8 = element == .bfloat16 ? 0x80 : 0
      contents.append(
        TensorSpecification(name: "m", element: element, shape: [1, 2]), bytes: [0, 0, low, high])
      let path = folder.file("infinite.safetensors")
      try contents.write(to: path, metadata: [])
      let file = try SafetensorsFile(path: path)
      #expect(try file.floats("m") == [0, .infinity])
      #expect(throws: FileError.self) { try file.floats("m", requireFinite: true) }
      #expect(throws: FileError.self) {
        try file.storedRows("m", shape: [1, 2], requireFinite: true)
      }
    }
  }
}
