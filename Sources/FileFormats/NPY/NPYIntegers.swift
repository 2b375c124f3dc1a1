/// Whole numbers as a NumPy array of the type int64.
package enum NPYIntegers {
  /// Writes an array of one dimension, `[values.count]`.
  ///
  /// - Throws: `FileError` if the file cannot be written.
  package static func write(_ values: [Int], to path: String) throws(FileError) {
    let file = try AtomicFile(path: path)
    var bytes = NPYHeader.bytes(type: "<i8", shape: "(\(values.count),)")
    for value in values { bytes.append(littleEndian: UInt64(bitPattern: Int64(value))) }
    try file.write(bytes)
    try file.commit()
  }
}
