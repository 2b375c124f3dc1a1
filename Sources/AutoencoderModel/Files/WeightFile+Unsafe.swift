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
  /// Reads a tensor of the given shape into a matrix that has as many elements.
  package func read(_ name: String, shape: [Int], into matrix: Matrix) throws(FileError) {
    // Safe: the buffer covers the elements in use of the matrix, and `copy` checks the shape.
    let target = unsafe UnsafeMutableBufferPointer(
      start: matrix.base, count: matrix.rows * matrix.columns)
    try unsafe copy(name, shape: shape, into: target)
  }
}
