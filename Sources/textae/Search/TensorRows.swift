import FileFormats

/// The rows of the only matrix in a safetensors file, read into memory.
struct TensorRows: RowMatrix {
  static let kind = "safetensors"
  static let title = "matrix"

  let rows: Int
  let columns: Int
  private let values: [Float]

  static func recognizes(_ path: String, _ head: ArraySlice<UInt8>) -> Bool {
    path.hasSuffix(".safetensors") || ForeignFormat(head) == .safetensors
  }

  /// Reads the tensor.
  ///
  /// - Throws: `FileError`, also if there is not exactly one tensor of two dimensions.
  init(path: String) throws(FileError) {
    let file = try SafetensorsFile(path: path, verification: .ifPresent)
    let matrices = file.tensors.filter { $0.shape.count == 2 }
    guard let matrix = matrices.first, matrices.count == 1 else {
      throw .malformed(
        path: path, line: nil,
        reason: "\(matrices.count) of its tensors have two dimensions; exactly one is needed")
    }
    (rows, columns) = (matrix.shape[0], matrix.shape[1])
    values = try file.floats(matrix.name)
  }

  func floats(rows range: Range<Int>) -> [Float] {
    Array(values[range.lowerBound * columns..<range.upperBound * columns])
  }
}
