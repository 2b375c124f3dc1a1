import FileFormats
import TestSupport
import Testing

@Suite struct VectorWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func written(_ format: VectorFormat) throws -> String {
    let path = folder.file("out")
    let writer = try format.makeWriter(path: path, dimension: 2)
    let rows: [Float] = [1, 0.1, -2, 3, 4e-20, 5]
    try writer.append(rows.span.extracting(first: 2), labels: ["say \"hi\""])
    try writer.append(rows.span.extracting(last: 4), labels: ["", "a b"])
    try writer.finish()
    return path
  }

  @Test(
    "every format of text is as expected",
    arguments: [
      (
        VectorFormat.jsonl,
        """
        {"sentence":"say \\"hi\\"","vector":[1,0.1]}
        {"sentence":"","vector":[-2,3]}
        {"sentence":"a b","vector":[4e-20,5]}

        """
      ),
      (.pgvector, "say \"hi\"\t[1.0,0.1]\n\t[-2.0,3.0]\na b\t[4e-20,5.0]\n"),
      (.tsv, "1.0\t0.1\n-2.0\t3.0\n4e-20\t5.0\n"),
      (.word2vec, "000000000003 2\nsay_\"hi\" 1.0 0.1\n_ -2.0 3.0\na_b 4e-20 5.0\n"),
    ])
  func text(format: VectorFormat, expected: String) throws {
    #expect(String(decoding: try fileBytes(try written(format)), as: UTF8.self) == expected)
  }

  @Test("rows for COPY escape what would end a field or a row")
  func copiedText() throws {
    let path = folder.file("rows")
    let writer = try VectorFormat.pgvector.makeWriter(path: path, dimension: 1)
    try writer.append(([1] as [Float]).span, labels: ["C:\\new\tone\r"])
    try writer.finish()
    let text = String(decoding: try fileBytes(path), as: UTF8.self)
    #expect(text == #"C:\\new\tone\r"# + "\t[1.0]\n")
  }

  @Test("sentences that give the same name in word2vec's format get a number")
  func numberedNames() throws {
    let path = folder.file("names.vec")
    let writer = try Word2VecWriter(path: path, dimension: 1)
    let labels = ["a b", "a b_2", "a b", "a_b", "c"]
    try writer.append(([1, 2, 3, 4, 5] as [Float]).span, labels: labels)
    try writer.finish()
    #expect(writer.numberedCount == 2)
    let reader = try Word2VecReader(path: path)
    var vector: [Float] = []
    var names: [String] = []
    while let name = try reader.next(into: &vector) { names.append(name) }
    #expect(names == ["a_b", "a_b_2", "a_b_3", "a_b_4", "c"])
  }

  @Test("the formats of numbers hold the numbers")
  func numbers() throws {
    #expect(try NPYFile(path: try written(.npy)).floats(rows: 0..<3) == [1, 0.1, -2, 3, 4e-20, 5])
    let raw = try MappedFile(path: try written(.raw))
    #expect(raw.floats(at: 0, count: 6) == [1, 0.1, -2, 3, 4e-20, 5])
    #expect(raw.count == 24)
  }

  @Test("a table for Arrow has its texts and numbers, and the footer finds them")
  func arrow() throws {
    let bytes = try fileBytes(try written(.arrow))
    let magic = Array("ARROW1".utf8)
    #expect(bytes.starts(with: magic) && bytes.suffix(6).elementsEqual(magic))
    let offsets: [UInt8] = [0, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0, 11, 0, 0, 0]
    let texts = Array("say \"hi\"a b".utf8)
    let numbers = ([1, 0.1, -2, 3, 4e-20, 5] as [Float]).flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
    let body = offsets + texts + [UInt8](repeating: 0, count: 5) + numbers
    let end = bytes.count - 10
    let footer = end - Int(bytes[end]) - 256 * Int(bytes[end + 1])
    // Ahead of the footer are the body and the mark of the end.
    #expect(bytes[..<(footer - 8)].suffix(body.count).elementsEqual(body))
    #expect(bytes[(footer - 8)..<footer].elementsEqual([255, 255, 255, 255, 0, 0, 0, 0]))
  }

  /// As NumPy stores [[1, 0.1], [-2, 3], [4e-20, 5]]: `astype('<f2').tobytes()`, and the upper
  /// halves of the rounded singles for bf16.
  @Test(
    "smaller numbers are rounded to the nearest",
    arguments: [
      (VectorNumber.f16, "003c662e00c00042 00000045"), (.bf16, "803fcd3d00c04040 3d1fa040"),
      (.int8, "7f0dab7f 007f"),
    ])
  func smallNumbers(number: VectorNumber, expected: String) throws {
    let path = folder.file("small")
    let rows: [Float] = [1, 0.1, -2, 3, 4e-20, 5]
    let writer = try VectorFormat.raw.makeWriter(path: path, dimension: 2, number: number)
    try writer.append(rows.span, labels: ["a", "b", "c"])
    try writer.finish()
    let hexadecimal = try fileBytes(path).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    #expect(hexadecimal.joined() == expected.replacing(" ", with: ""))
  }

  @Test("a NumPy file of halves or bytes is read again", arguments: [VectorNumber.f16, .int8])
  func smallMatrix(number: VectorNumber) throws {
    let path = folder.file("small.npy")
    let rows: [Float] = [1, 0.5, -2, 3, 0, 0]
    let writer = try NPYWriter(path: path, columns: 2, rows: 3, number: number)
    try writer.append(rows.span)
    try writer.finish()
    let read = try NPYFile(path: path).floats(rows: 0..<3)
    #expect(read == (number == .f16 ? rows : [127, 64, -85, 127, 0, 0]))
  }

  @Test("every half precision number comes back from its value")
  func everyHalf() {
    for bits in UInt16.min...UInt16.max {
      let value = Float(half: bits)
      guard !value.isNaN else {
        #expect(Float(half: value.halfBits).isNaN)
        continue
      }
      #expect(value.halfBits == bits, "\(bits)")
    }
    // Halfway between two neighbors the even one is taken; beyond the largest, infinity.
    #expect(Float(1 + 0x1p-11).halfBits == 0x3C00)
    #expect(Float(1 + 3 * 0x1p-11).halfBits == 0x3C02)
    #expect(Float(65_519).halfBits == 0x7BFF)
    #expect(Float(65_520).halfBits == 0x7C00)
    #expect(Float(0x1p-25).halfBits == 0)
    #expect(Float(-0x1.8p-25).halfBits == 0x8001)
  }
}
