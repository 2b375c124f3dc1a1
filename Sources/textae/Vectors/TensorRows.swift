import FileFormats

/// The rows of a matrix in a safetensors file, read into memory.
struct TensorRows: RowMatrix {
  static let kind = "safetensors"
  static let title = "matrix"

  let rows: Int
  let columns: Int
  private let values: [Float]

  static func recognizes(_ path: String, _ head: ArraySlice<UInt8>) -> Bool {
    path.hasSuffix(".safetensors") || ForeignFormat(head) == .safetensors
  }

  /// Reads the tensor of a name, or the only one.
  ///
  /// - Throws: `FileError`, also if there is not exactly one such tensor of two dimensions.
  static func open(_ path: String, matrix name: String?) throws(FileError) -> TensorRows {
    let file = try SafetensorsFile(path: path, verification: .ifPresent)
    let matrices = file.tensors.filter { $0.shape.count == 2 && $0.name == name ?? $0.name }
    guard let matrix = matrices.first, matrices.count == 1 else {
      throw .malformed(
        path: path, line: nil,
        reason: name.map { "no tensor \($0) has two dimensions" }
          ?? "\(matrices.count) of its tensors have two dimensions; exactly one is needed")
    }
    return TensorRows(
      rows: matrix.shape[0], columns: matrix.shape[1], values: try file.floats(matrix.name))
  }

  func floats(rows range: Range<Int>) -> [Float] {
    Array(values[range.lowerBound * columns..<range.upperBound * columns])
  }
}
