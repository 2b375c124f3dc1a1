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
    let raw = try MappedFile(path: try written(.f32))
    #expect(raw.floats(at: 0, count: 6) == [1, 0.1, -2, 3, 4e-20, 5])
    #expect(raw.count == 24)
  }
}
