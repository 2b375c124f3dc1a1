import FileFormats
import NeuralLayers
import TensorKit

extension SafetensorsWriter {
  /// Writes the elements of a matrix as the next tensor.
  package func write(_ name: String, _ matrix: Matrix) throws(FileError) {
    let result = matrix.withElements { elements -> Result<Void, FileError> in
      do throws(FileError) {
        return .success(try write(name, elements))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }
}

extension SafetensorsFile {
  /// Reads a tensor of the given shape into a matrix with as many elements.
  ///
  /// - Throws: `FileError`; also if finite numbers are required and one is not.
  package func read(
    _ name: String, shape: [Int], requireFinite: Bool = false, into matrix: Matrix
  ) throws(FileError) {
    // Safe: the buffer covers the elements in use of the matrix, and `copy` checks the shape.
    let target = unsafe UnsafeMutableBufferPointer(
      start: matrix.base, count: matrix.rows * matrix.columns)
    try unsafe copy(name, shape: shape, requireFinite: requireFinite, into: target)
  }

  /// A tensor as a matrix over the mapped file; nil if it cannot be mapped and must be copied.
  ///
  /// Only rows that are used take memory. The whole tensor is verified first.
  func mappedMatrix(
    _ name: String, shape: [Int], rows: Int, columns: Int
  ) throws(FileError) -> Matrix? {
    guard let floats = try mapped(name, shape: shape, requireFinite: true) else { return nil }
    // Safe: the tensor has rows × columns floats, which the owner keeps mapped.
    return unsafe Matrix(rows: rows, columns: columns, borrowing: floats.start, owner: floats)
  }
}

extension StoredRows: RowSource {
  package func read(_ row: Int, into matrix: Matrix, row target: Int) {
    matrix.withMutableRow(target) { values in
      // The buffer is that of the span and does not leave the closure.
      unsafe values.withUnsafeMutableBufferPointer { unsafe decode(row, into: $0) }
    }
  }
}
