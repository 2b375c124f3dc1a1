import Foundation

/// Bytes set aside on disk until their place in an output is known.
///
/// The file is unlinked as soon as it is made, so that nothing is left of it whatever happens.
package final class SpoolFile {
  /// How many bytes have been written.
  package internal(set) var count = 0
  let file: FileDescriptor
  private var buffer: [UInt8] = []

  /// A path under which a reader can open the file as long as this object lives.
  ///
  /// It is spelled as nobody spells it, so that messages can put another name in its place.
  package var path: String { FileDescriptor.numberedPath + "\(file.number)" }

  /// Makes an empty spool on the disk of an output, or of temporary files for a pipe or device.
  package init(besides path: String) throws(FileError) {
    file = try Self.unnamed(besides: path)
  }

  static func unnamed(besides path: String) throws(FileError) -> FileDescriptor {
    let isStraight = path == "-" || Destination.isStraight(path)
    let stem =
      isStraight
      ? FileManager.default.temporaryDirectory.appendingPathComponent("spool").path : path
    let name = "\(stem).\(UUID().uuidString).tmp"
    let file = try FileDescriptor.opened(
      name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, operation: "create", shownAs: path)
    FileDescriptor.remove(name)
    return file
  }

  /// Appends bytes.
  package func write(_ bytes: [UInt8]) throws(FileError) {
    buffer.append(contentsOf: bytes)
    count += bytes.count
    if buffer.count >= AtomicFile.bufferSize { try flush() }
  }

  /// Passes everything written to `body`, in order, in pieces.
  package func forEachPiece(_ body: ([UInt8]) throws(FileError) -> Void) throws(FileError) {
    try flush()
    try file.rewind()
    var piece = [UInt8](repeating: 0, count: AtomicFile.bufferSize)
    while true {
      let count = try file.read(into: &piece)
      guard count > 0 else { return }
      try body(count == piece.count ? piece : Array(piece[..<count]))
    }
  }

  /// Everything written so far, mapped into memory; nothing may be written afterwards.
  package func mapped() throws(FileError) -> MappedFile {
    try flush()
    return try MappedFile(file, count: count)
  }

  package func flush() throws(FileError) {
    let bytes = buffer
    buffer = []
    try file.write(bytes.span)
  }
}
