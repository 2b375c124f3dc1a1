import FileFormats
import Foundation
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a file appears complete or not at all")
  func atomic() throws {
    let path = try folder.write("old", to: "out")
    let file = try AtomicFile(path: path)
    try file.write("new content")
    #expect(try fileBytes(path) == Array("old".utf8))
    try file.commit()
    #expect(try fileBytes(path) == Array("new content".utf8))
    #expect(try folder.names == ["out"])
  }

  @Test("an abandoned file leaves nothing behind")
  func abandoned() throws {
    do {
      let file = try AtomicFile(path: folder.file("out"))
      try file.write("half")
      #expect(try folder.names.count == 1)
    }
    #expect(try folder.names.isEmpty)
  }

  @Test("large and small writes keep their order", arguments: [1, 1000, 1 << 18, (1 << 18) + 1])
  func order(size: Int) throws {
    let path = folder.file("out")
    let file = try AtomicFile(path: path)
    var expected: [UInt8] = []
    for index in 0..<4 {
      let piece = [UInt8](repeating: UInt8(index), count: index % 2 == 0 ? size : 3)
      try file.write(piece)
      expected += piece
    }
    #expect(file.count == expected.count)
    try file.rewrite([9, 9], at: 1)
    expected.replaceSubrange(1..<3, with: [9, 9])
    try file.write("end")
    try file.commit()
    #expect(try fileBytes(path) == expected + Array("end".utf8))
  }

  @Test("an existing file is refused at the start, and again if it appears meanwhile")
  func refuse() throws {
    let path = try folder.write([1], to: "there")
    #expect(throws: FileError.alreadyExists(path: path)) {
      try AtomicFile(path: path, existing: .refuse)
    }
    let late = folder.file("late")
    let file = try AtomicFile(path: late, existing: .refuse)
    try folder.write([2], to: "late")
    #expect(throws: FileError.alreadyExists(path: late)) { try file.commit() }
    #expect(try fileBytes(late) == [2])
    file.discard()
    #expect(try folder.names == ["late", "there"])
  }

  @Test("the target of a link is replaced; the link and the permissions stay")
  func link() throws {
    let path = try folder.write([1], to: "target")
    try folder.setPermissions(0o640, of: path)
    let link = folder.file("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let file = try AtomicFile(path: link)
    try file.write([2])
    try file.commit()
    #expect(try fileBytes(path) == [2])
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
  }

  @Test("the leftover file of a dead process is removed, that of a running one is kept")
  func leftovers() throws {
    try folder.write([1], to: ".out.1.0.tmp")
    // Files of the user, with similar names.
    let others = [".out.1.tmp", ".out.mine.0.tmp", ".out.txt.1.0.tmp", "out.1.0.tmp"]
    for name in others { try folder.write([1], to: name) }
    let living = try AtomicFile(path: folder.file("out"))
    let second = try AtomicFile(path: folder.file("out"))
    #expect(try folder.names.count == others.count + 2)
    living.discard()
    second.discard()
    #expect(try folder.names == others.sorted())
  }

  @Test("a folder, a missing folder and an empty name are errors with the path as given")
  func unwritable() throws {
    #expect(throws: FileError.isDirectory(path: folder.path)) { try AtomicFile(path: folder.path) }
    let missing = folder.file("missing/out")
    #expect(throws: FileError.notFound(path: missing)) { try AtomicFile(path: missing) }
    #expect(throws: FileError.notFound(path: "")) { try AtomicFile(path: "") }
  }

  @Test("devices are written directly and cannot be rewritten")
  func devices() throws {
    let file = try AtomicFile(path: "/dev/null", existing: .refuse)
    try file.write("gone")
    #expect(!file.isSeekable)
    #expect(throws: FileError.notSeekable(path: "/dev/null")) { try file.rewrite([1], at: 0) }
    try file.commit()
  }

  @Test("a file in shared memory is no device")
  func sharedMemory() throws {
    let folder = "/dev/shm"
    guard FileManager.default.isWritableFile(atPath: folder) else { return }
    let path = "\(folder)/textae-tests-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try AtomicFile(path: path, existing: .refuse)
    try file.write("kept")
    #expect(file.isSeekable && !FileManager.default.fileExists(atPath: path))
    try file.commit()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("kept".utf8))
  }

  @Test("a full disk is an error with the path")
  func fullDisk() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let file = try AtomicFile(path: "/dev/full")
    try file.write("too much")
    #expect(throws: FileError.noSpace(path: "/dev/full")) { try file.commit() }
  }
}
