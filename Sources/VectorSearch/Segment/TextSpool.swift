import FileFormats

/// Texts set aside on disk, with the offsets that a segment has for them.
final class TextSpool {
  let offsets: SpoolFile
  let text: SpoolFile

  init(besides path: String) throws(FileError) {
    offsets = try SpoolFile(besides: path)
    text = try SpoolFile(besides: path)
    try appendOffset()
  }

  func append(_ bytes: [UInt8]) throws(FileError) {
    try text.write(bytes)
    try appendOffset()
  }

  private func appendOffset() throws(FileError) {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(text.count))
    try offsets.write(bytes)
  }
}
