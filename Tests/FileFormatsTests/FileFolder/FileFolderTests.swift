import FileFormats
import TestSupport
import Testing

/// Folders on disk and in the program are read alike, and as strictly.
@Suite struct FileFolderTests {
  /// The bytes of a file of two tensors.
  private func bytes() throws -> [UInt8] {
    let folder = try TemporaryFolder()
    try SafetensorsWriter.write(
      path: folder.file("a.safetensors"), metadata: [("kind", "test")],
      tensors: [("first", [2, 2], [1, 2, 3, 4]), ("second", [3], [5, 6, 7])])
    let file = try MappedFile(path: folder.file("a.safetensors"))
    return file.bytes(0..<file.count)
  }

  /// Passes a folder whose only file has these bytes; they are constant while `body` runs.
  private func with<Result>(_ bytes: [UInt8], _ body: (FileFolder) throws -> Result) rethrows
    -> Result
  {
    try unsafe bytes.withUnsafeBytes { buffer in
      let start = try? #require(unsafe buffer.baseAddress)
      guard let start = unsafe start else { return try body(FileFolder(name: "box", files: [])) }
      return try body(
        FileFolder(
          name: "box",
          files: [
            unsafe EmbeddedFile(name: "a.safetensors", start: start, count: buffer.count)
          ]))
    }
  }

  @Test func `tensors are read from memory`() throws {
    try with(bytes()) { folder in
      #expect(folder.isEmbedded && folder.contains("a.safetensors"))
      let file = try folder.tensors("a.safetensors")
      #expect(file.path == "box/a.safetensors" && file.metadata("kind") == "test")
      #expect(try file.floats("first", shape: [2, 2]) == [1, 2, 3, 4])
      #expect(try file.floats("second") == [5, 6, 7])
      try file.verify()
    }
  }

  @Test func `a missing file is named`() throws {
    try with(bytes()) { folder in
      #expect(!folder.contains("b"))
      #expect(throws: FileError.notFound(path: "box/b")) { try folder.map("b") }
    }
    #expect(throws: FileError.self) { try FileFolder(path: "nowhere").map("b") }
  }

  @Test func `flipped bits and cut files are found in memory too`() throws {
    let whole = try bytes()
    for place in stride(from: 0, to: whole.count, by: 3) {
      var damaged = whole
      damaged[place] ^= 4
      with(damaged) { folder in
        #expect(throws: FileError.self) { try folder.tensors("a.safetensors").verify() }
      }
    }
    for count in stride(from: 1, to: whole.count, by: 5) {
      with(Array(whole.prefix(count))) { folder in
        #expect(throws: FileError.self) { try folder.tensors("a.safetensors").verify() }
      }
    }
  }
}
