import FileFormats
import TestSupport
import Testing

/// Files in memory are read as those on disk are, and as strictly.
@Suite struct FileFolderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try SafetensorsWriter.write(
      path: folder.file("a.safetensors"), metadata: [("kind", "test")],
      tensors: [("first", [2, 2], [1, 2, 3, 4]), ("second", [3], [5, 6, 7])])
  }

  @Test func `tensors are read from memory`() throws {
    let file = try SafetensorsFile(MappedFile(path: folder.file("a.safetensors")))
    #expect(file.path == folder.file("a.safetensors") && file.metadata("kind") == "test")
    #expect(try file.floats("first", shape: [2, 2]) == [1, 2, 3, 4])
    #expect(try file.floats("second") == [5, 6, 7])
    #expect(try file.mapped("second", shape: [3])?.count == 3)
    try file.verify()
  }

  @Test func `a folder on disk has the files that are there`() throws {
    let here = FileFolder(path: folder.path)
    #expect(!here.isEmbedded && here.contains("a.safetensors") && !here.contains("b"))
    #expect(try here.map("a.safetensors").count == folder.read("a.safetensors").count)
    #expect(throws: FileError.notFound(path: folder.file("b"))) { try here.map("b") }
    #expect(throws: FileError.notFound(path: folder.file("b"))) { try here.tensors("b") }
  }

  @Test func `flipped bits and cut files are found in memory too`() throws {
    let whole = [UInt8](try folder.read("a.safetensors"))
    func check(_ bytes: [UInt8]) throws {
      let path = try folder.write(bytes, to: "damaged")
      let file = try MappedFile(path: path)
      #expect(throws: FileError.self) { try SafetensorsFile(file).verify() }
    }
    for place in stride(from: 0, to: whole.count, by: 3) {
      var damaged = whole
      damaged[place] ^= 4
      try check(damaged)
    }
    for count in stride(from: 0, to: whole.count, by: 5) { try check(Array(whole.prefix(count))) }
  }
}
