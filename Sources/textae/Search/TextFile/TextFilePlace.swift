import FileFormats
import Foundation

/// Where the index of a text file can be.
enum TextFilePlace {
  /// Beside the file: FILE.index.
  case beside(String)
  /// In the user's folder of caches, for files in folders that cannot be written.
  case cache(String)
  /// In a folder that is gone once the index is open.
  case memory(String)

  /// The places of a file, in the order in which they are tried.
  static func all(of file: String) -> [TextFilePlace] {
    [.beside(file + ".index")] + (cached(file).map { [.cache($0)] } ?? [])
      + [
        .memory(
          NSTemporaryDirectory() + "textae.\(ProcessInfo.processInfo.processIdentifier).index")
      ]
  }

  /// The path of the index.
  var path: String {
    switch self {
    case .beside(let path), .cache(let path), .memory(let path): path
    }
  }

  /// Makes the folder around an index that is not beside its file; nothing if that is not possible.
  func prepare() {
    guard case .cache(let path) = self else { return }
    let folder = URL(filePath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Removes an index that is open and not to be kept.
  func release() {
    guard case .memory(let path) = self else { return }
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The place among caches, told apart by the whole path of the file.
  private static func cached(_ file: String) -> String? {
    let environment = ProcessInfo.processInfo.environment
    let absolute = URL(filePath: file).standardizedFileURL
    let name = "\(absolute.lastPathComponent)-\(Checksum.of(Array(absolute.path.utf8)).hexadecimal)"
    if let caches = environment["XDG_CACHE_HOME"], caches.hasPrefix("/") {
      return "\(caches)/textae/\(name).index"
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    #if canImport(Darwin)
      let caches = "Library/Caches"
    #else
      let caches = ".cache"
    #endif
    return "\(home)/\(caches)/textae/\(name).index"
  }
}

extension FileError {
  /// Whether it says that nothing can be written at the place of an index.
  var isUnwritable: Bool {
    switch self {
    // A folder on the way is missing, and could not be made.
    case .permissionDenied, .notFound: true
    case .system(_, _, let code): [EROFS, EACCES, EPERM, ENOTDIR].contains(code)
    default: false
    }
  }
}
