import DataStructures
import FileFormats
import Foundation
import TestSupport
import Testing

@Suite struct LineReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What a reader must give, computed by splitting the whole content.
  private func reference(_ bytes: [UInt8]) -> [[UInt8]] {
    let end: UInt8 = bytes.contains(0x0A) ? 0x0A : 0x0D
    var lines = bytes.split(separator: end, omittingEmptySubsequences: false).map { Array($0) }
    let last = lines.removeLast()
    lines = lines.map { $0.last == 0x0D ? $0.dropLast() : $0 }
    return last.isEmpty ? lines : lines + [last]
  }

  private func lines(_ path: String, bufferSize: Int = 1 << 20) throws -> [[UInt8]] {
    let reader = try LineReader(path: path, bufferSize: bufferSize)
    var result: [[UInt8]] = []
    while let line = try reader.next() {
      result.append(line)
      #expect(reader.lineNumber == result.count)
    }
    return result
  }

  static let texts = [
    "", "\n", "\r\n", "\r", "a", "a\n", "a\r\n", "a\nb", "a\r\nb\r\n", "\n\n\n", "a\r\rb\r\n",
    "one\rtwo\r\rthree", "one\rtwo\r", "one\ntwo\nthree", "nul\0byte\n",
    "längere Zeile mit 👩‍👩‍👧 darin\r\n\r\nx\r",
  ]

  @Test("every text splits as the reference does, whatever the buffer", arguments: texts)
  func splits(text: String) throws {
    let path = try folder.write(text, to: "text")
    for size in [1, 2, 3, 5, 64, 1 << 20] {
      #expect(try lines(path, bufferSize: size) == reference(Array(text.utf8)))
    }
  }

  @Test("CR ends lines only where the first megabyte has no LF", arguments: [1, 1 << 20])
  func returns(bufferSize: Int) throws {
    let long = String(repeating: "x", count: (1 << 20) - 4)
    for (text, count) in [
      ("a\rb" + long + "\rc\nd\re", 5), ("a\rb" + long.dropLast() + "\nc\rd", 2),
    ] {
      let path = try folder.write(text, to: "returns")
      #expect(try lines(path, bufferSize: bufferSize).count == count)
      let reader = try LineReader(path: path, bufferSize: bufferSize)
      let block = try #require(try reader.nextBlock(minimumBytes: 1 << 22))
      var numbers: [Int] = []
      block.forEachLine { numbers.append($1) }
      #expect(numbers == Array(1...count) && block.lineCount == count)
    }
  }

  @Test("random bytes, invalid UTF-8 among them, pass through unchanged")
  func randomBytes() throws {
    var numbers = SplitMix64(seed: 1)
    let bytes = (0..<20_000).map { _ in
      [0x0A, 0x0D, 0x00, 0xFF, 0x61][Int.random(in: 0..<5, using: &numbers)] as UInt8
    }
    let path = try folder.write(bytes, to: "random")
    #expect(try lines(path, bufferSize: 100) == reference(bytes))
  }

  @Test("a byte order mark is removed at the start and nowhere else")
  func byteOrderMark() throws {
    let mark = "\u{FEFF}"
    for (text, expected) in [
      (mark + "a\n" + mark + "b\n", ["a", mark + "b"]), (mark, []), (mark + mark, [mark]),
      (mark + "\n", [""]),
    ] {
      let path = try folder.write(text, to: "marked")
      for size in [1, 2, 64] {
        #expect(try lines(path, bufferSize: size) == expected.map { Array($0.utf8) })
      }
    }
    let cut = try folder.write([0xEF, 0xBB], to: "cut")
    #expect(try lines(cut) == [[0xEF, 0xBB]])
  }

  @Test("blocks hold every line once, in order and numbered", arguments: [1, 7, 100, 1 << 20])
  func blocks(minimumBytes: Int) throws {
    let text = (1...300).map { "line \($0)" + String(repeating: "x", count: $0 % 17) }
    let path = try folder.write(Array(text.joined(separator: "\r\n").utf8), to: "text")
    let reader = try LineReader(path: path, bufferSize: 50)
    var found: [String] = []
    while let block = try reader.nextBlock(minimumBytes: minimumBytes) {
      #expect(block.firstLine == found.count + 1)
      block.forEachLine { line, number in
        #expect(number == found.count + 1)
        found.append(String(decoding: (0..<line.count).map { line[$0] }, as: UTF8.self))
      }
      #expect(block.firstLine + block.lineCount == found.count + 1)
    }
    #expect(found == text)
  }

  @Test("a line at the limit is read, one byte more is an error that names the line")
  func longLines() throws {
    let limit = LineReader.lineLimit
    var bytes = Array("first\n".utf8) + [UInt8](repeating: 0x61, count: limit)
    let path = try folder.write(bytes + Array("\r\nlast".utf8), to: "long")
    #expect(try lines(path).map(\.count) == [5, limit, 4])
    bytes.append(0x61)
    for end in ["\n", ""] {
      let tooLong = try folder.write(bytes + Array(end.utf8), to: "longer")
      #expect(throws: FileError.lineTooLong(path: tooLong, line: 2, limit: limit)) {
        try lines(tooLong)
      }
    }
  }

  @Test("a gzip file is read through gzip, and a damaged one is an error that names it")
  func compressed() throws {
    let text = (0..<5000).map { "sentence number \($0)\n" }.joined()
    let plain = try compressed(text)
    #expect(try lines(plain + ".gz") == reference(Array(text.utf8)))

    let bytes = try fileBytes(plain + ".gz")
    let damaged = [Array(bytes.dropLast(20)), Array("no gzip".utf8)]
    for (index, bytes) in damaged.enumerated() {
      let path = try folder.write(bytes, to: "damaged\(index).gz")
      let error = #expect(throws: FileError.self) { try lines(path) }
      guard case .decompression(path, "gzip", _) = error else {
        Issue.record("\(String(describing: error)) for \(path)")
        continue
      }
    }
    // A reader that is released early must not wait for the rest.
    _ = try LineReader(path: plain + ".gz", bufferSize: 10).next()
  }

  @Test("a gzip file with bytes behind its end is read, with one warning")
  func bytesBehindCompressed() throws {
    let plain = try compressed("one\ntwo\n")
    let path = try folder.write(fileBytes(plain + ".gz") + Array("more".utf8), to: "tail.gz")
    let warnings = Warnings(of: path)
    let found = try lines(path)
    #expect(found == [Array("one".utf8), Array("two".utf8)])
    #expect(
      warnings.found == [
        FileWarning(
          path: path, reason: "bytes after the end of the compressed data are ignored")
      ])
  }

  @Test("gzip is recognized without its ending, and in a pipe it is named")
  func unnamedCompressed() throws {
    let plain = try compressed("one\ntwo\n")
    let path = try folder.write(fileBytes(plain + ".gz"), to: "unnamed.txt")
    #expect(try lines(path) == [Array("one".utf8), Array("two".utf8)])

    let pipe = folder.file("pipe")
    let writer = Process()
    writer.executableURL = URL(fileURLWithPath: "/bin/sh")
    writer.arguments = ["-c", "mkfifo \"$1\" && cat \"$0\" > \"$1\"", path, pipe]
    try writer.run()
    while !FileManager.default.fileExists(atPath: pipe) { usleep(1_000) }
    #expect(throws: FileError.compressedPipe(path: pipe, compression: .gzip)) { try lines(pipe) }
    writer.waitUntilExit()
  }

  @Test("other compressions are recognized by their content", arguments: ["bzip2", "xz", "zstd"])
  func otherCompressions(program: String) throws {
    let plain = try folder.write("one\ntwo\n", to: "text")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "command -v \(program) > /dev/null || exit 99; \(program) -c < \"$0\" > \"$1\"", plain,
      folder.file("packed"),
    ]
    try process.run()
    process.waitUntilExit()
    // Not every system has all of these programs.
    if process.terminationStatus == 99 { return }
    #expect(try lines(folder.file("packed")) == [Array("one".utf8), Array("two".utf8)])
    let cut = try folder.write(try fileBytes(folder.file("packed")).dropLast(6), to: "cut")
    let error = #expect(throws: FileError.self) { try lines(cut) }
    guard case .decompression(cut, program, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// Writes the text and, beside it, a copy compressed with gzip; returns the path of the first.
  private func compressed(_ text: String) throws -> String {
    let plain = try folder.write(text, to: "text")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-k", plain]
    try process.run()
    process.waitUntilExit()
    return plain
  }

  @Test("unreadable files are errors that say why")
  func unreadable() throws {
    let missing = folder.file("missing")
    #expect(throws: FileError.notFound(path: missing)) { try LineReader(path: missing) }
    #expect(throws: FileError.notFound(path: missing + ".gz")) {
      try LineReader(path: missing + ".gz")
    }
    #expect(throws: FileError.isDirectory(path: folder.path)) { try LineReader(path: folder.path) }
    #expect(throws: FileError.notFound(path: "a\0b")) { try LineReader(path: "a\0b") }
    let locked = try folder.write([0x61], to: "locked")
    try folder.setPermissions(0, of: locked)
    if getuid() != 0 {
      #expect(throws: FileError.permissionDenied(path: locked)) { try LineReader(path: locked) }
    }
  }
}
