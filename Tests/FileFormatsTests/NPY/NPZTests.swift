import FileFormats
import TestSupport
import Testing

@Suite struct NPZTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("the arrays of NumPy's savez are read, the only one without its name")
  func goldens() throws {
    let one = try NPZArchive(path: GoldenFile.path("one.npz"))
    #expect(one.names == ["emb"])
    for name in [nil, "emb"] {
      #expect(try one.matrix(named: name).floats(rows: 0..<3) == NPYTests.matrix)
    }
    let two = try NPZArchive(path: GoldenFile.path("two.npz"))
    #expect(two.names == ["a", "b"])
    #expect(try two.matrix(named: "b").floats(rows: 0..<2) == Array(NPYTests.matrix[..<8]))
  }

  @Test(
    "what cannot be chosen or is compressed is named",
    arguments: [
      ("two.npz", nil, "has several arrays: a, b"), ("two.npz", "c", "no array c; it has a, b"),
      ("compressed.npz", nil, "is compressed"),
    ] as [(String, String?, String)])
  func refused(name: String, array: String?, reason: String) throws {
    let archive = try NPZArchive(path: GoldenFile.path(name))
    let error = #expect(throws: FileError.self) { try archive.matrix(named: array) }
    #expect(error?.description.contains(reason) == true)
  }

  @Test("an archive cut short anywhere is refused")
  func cut() throws {
    let bytes = try GoldenFile.bytes("two.npz")
    for length in stride(from: 0, to: bytes.count, by: 7) {
      let path = try folder.write(Array(bytes[..<length]), to: "cut.npz")
      #expect(throws: FileError.self) { try NPZArchive(path: path) }
    }
  }
}
