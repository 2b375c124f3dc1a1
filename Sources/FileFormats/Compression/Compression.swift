/// The kinds of compressed file that are read, each through a program that most systems have.
public enum Compression: String, CaseIterable, Sendable {
  case gzip, bzip2, xz, zstd

  /// The compression of a file that begins with these bytes, or nil.
  init?(_ start: some Collection<UInt8>) {
    guard let found = Self.allCases.first(where: { $0.begins(start) }) else { return nil }
    self = found
  }

  /// The compression that the name of a file asks for, or nil.
  init?(path: String) {
    guard let found = Self.allCases.first(where: { path.hasSuffix($0.ending) }) else { return nil }
    self = found
  }

  /// The most bytes that are needed to recognize a compressed file.
  static let longestStart = 10

  private func begins(_ start: some Collection<UInt8>) -> Bool {
    switch self {
    case .gzip: start.starts(with: [0x1F, 0x8B])
    case .bzip2:
      // "BZh" alone could be text; a digit and the magic number of the first block follow.
      start.starts(with: "BZh".utf8)
        && start.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
    case .xz: start.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])
    case .zstd: start.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    }
  }

  private var ending: String {
    switch self {
    case .gzip: ".gz"
    case .bzip2: ".bz2"
    case .xz: ".xz"
    case .zstd: ".zst"
    }
  }

  /// The program and its options that write the content of standard input to standard output.
  public var command: [String] { [rawValue, "-dc"] }

  /// A path without the ending of a compressed file.
  package static func withoutEnding(_ path: String) -> Substring {
    Compression(path: path).map { path.dropLast($0.ending.count) } ?? path[...]
  }
}
