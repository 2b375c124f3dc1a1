import FileFormats

extension SectionFile {
  /// Writes to the open section.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    // The bytes are those of the caller, who keeps them alive for the call.
    unsafe open?.checksum.update(bytes)
    try unsafe file.write(bytes)
  }

  /// Writes a whole section.
  mutating func add(_ name: String, _ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try begin(name)
    try unsafe write(bytes)
    end()
  }
}
