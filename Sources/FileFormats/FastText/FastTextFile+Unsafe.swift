extension FastTextFile {
  /// Adds a row of the matrix, which may begin at any byte, to a vector of `dimension` numbers.
  func add(_ row: Int, to sum: inout [Float]) {
    precondition(row >= 0 && row < header.wordCount + header.bucketCount, "row \(row)")
    let start = matrixStart + row * dimension * 4
    let matrix = unsafe file.buffer
    for index in sum.indices {
      // The initializer checked that the file holds the whole matrix; the buffer is checked, too.
      let bits = unsafe matrix.loadUnaligned(fromByteOffset: start + index * 4, as: UInt32.self)
      sum[index] += Float(bitPattern: UInt32(littleEndian: bits))
    }
  }
}
