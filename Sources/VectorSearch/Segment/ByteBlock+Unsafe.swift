import FileFormats
import TensorKit

/// Rows of bytes in memory that codecs write.
@safe final class ByteBlock: @unchecked Sendable {
  // Safe to share: threads write different rows, and read once all are written.
  private let memory: AlignedMemory
  let count: Int
  let stride: Int

  init(count: Int, stride: Int) {
    memory = AlignedMemory(max(1, count * stride))
    self.count = count
    self.stride = stride
  }

  /// The rows, for reading.
  var rows: ByteRows { ByteRows(memory, count: count, stride: stride) }

  /// Row `index` for writing: [stride]. No one else may touch it meanwhile.
  func withMutableRow(_ index: Int, _ body: (inout MutableSpan<UInt8>) -> Void) {
    precondition(index >= 0 && index < count, "row \(index) of \(count)")
    // The row is inside the memory, checked above.
    let row = unsafe UnsafeMutableBufferPointer(
      start: (memory.start + index * stride).assumingMemoryBound(to: UInt8.self), count: stride)
    var span = unsafe row.mutableSpan
    body(&span)
  }

  /// Writes the first rows to the open section of a file.
  func write(first rows: Int, to file: inout SectionFile) throws(FileError) {
    precondition(rows <= count, "\(rows) of \(count)")
    // The memory has as many bytes.
    try unsafe file.write(UnsafeRawBufferPointer(start: memory.start, count: rows * stride))
  }
}
