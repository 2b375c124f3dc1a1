import FileFormats
import Foundation
import TestSupport
import Testing

@Suite struct MappedFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("bytes, integers and floats are those of the file", arguments: [0, 1, 5, 4096, 10_000])
  func reading(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let file = try MappedFile(path: try folder.write(bytes, to: "file"))
    #expect(file.count == size)
    #expect(file.bytes(0..<size) == bytes)
    #expect(file.checksum(0..<size) == Checksum.of(bytes))
    // What was released is read from the file again.
    file.release(size / 3..<size)
    #expect(file.bytes(0..<size) == bytes)
    if size > 4 {
      #expect(file.integer(at: 1, bytes: 4) == bytes.littleEndian(at: 1, bytes: 4))
      let pattern = UInt32(bytes.littleEndian(at: 1, bytes: 4))
      #expect(file.floats(at: 1, count: 1).map(\.bitPattern) == [pattern])
    }
  }

  @Test("folders, devices and missing files are refused")
  func refused() throws {
    #expect(throws: FileError.isDirectory(path: folder.path)) { try MappedFile(path: folder.path) }
    #expect(throws: FileError.notFound(path: "nowhere")) { try MappedFile(path: "nowhere") }
    // Opening a pipe would wait for somebody who writes to it.
    let pipe = folder.file("pipe")
    // The path is passed as a C string that lives as long as the call.
    unsafe #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: FileError.self) { try MappedFile(path: pipe) }
    #expect(throws: FileError.self) { try MappedFile(path: "/dev/null") }
  }

  @Test("a range beyond the file stops the program")
  func outside() async {
    await #expect(processExitsWith: .failure) {
      let folder = try TemporaryFolder()
      let file = try MappedFile(path: try folder.write([1, 2, 3], to: "file"))
      _ = file.bytes(1..<4)
    }
  }
}
