/// A file whose content is a constant of the program.
@safe
package struct EmbeddedFile: @unchecked Sendable {
  // Safe to share: constants are never changed or freed.
  /// The path below its folder.
  package let name: String
  let bytes: UnsafeRawBufferPointer

  /// A file of `count` bytes from `start` on, which must be those of a constant.
  package init(name: String, start: UnsafeRawPointer, count: Int) {
    self.name = name
    unsafe bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  /// The same file in the folder `place`, such as `words/`, which its name begins with.
  package func renamed(from place: String) -> EmbeddedFile {
    guard let start = unsafe bytes.baseAddress else { return self }
    return unsafe EmbeddedFile(
      name: String(name.dropFirst(place.count)), start: start, count: bytes.count)
  }

  /// How many bytes there are.
  package var count: Int { unsafe bytes.count }
}

extension MappedFile {
  /// A file that is compiled in; `path` is for messages.
  package convenience init(_ file: EmbeddedFile, path: String) {
    self.init(path: path, region: unsafe MappedRegion(file.bytes))
  }
}
