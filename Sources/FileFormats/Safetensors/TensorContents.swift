/// The tensors of a file to be written, each with what gives its numbers when its turn comes.
///
///     var contents = TensorContents()
///     contents.append("weight", shape: [2, 3], numbers: .int8) { values }
///     try contents.write(to: "model.safetensors", metadata: [("kind", "autoencoder")])
///
/// Wide numbers come first in the file, unless it keeps the order. So every number is aligned whatever
/// the shapes are, as other readers need it.
package struct TensorContents {
  /// The numbers of a tensor, in the order of its shape.
  package typealias Numbers = () throws(FileError) -> [Float]

  /// What a tensor is filled with.
  private enum Content {
    case floats(Numbers)
    /// The scales of a matrix of 8-bit numbers.
    case scales(Numbers, columns: Int)
    case rounded(Numbers, VectorNumber, columns: Int)
    case bytes([UInt8])
  }

  private var tensors: [(specification: TensorSpecification, content: Content)] = []
  private let keepsOrder: Bool

  /// No tensors yet.
  package init(keepsOrder: Bool = false) { self.keepsOrder = keepsOrder }

  /// Adds a tensor; one that is a matrix is stored with `numbers`, others in single precision.
  ///
  /// 8-bit numbers are rounded to the nearest and have a scale for each row, in a tensor of its own.
  /// `read` may be called twice.
  package mutating func append(
    _ name: String, shape: [Int], numbers: VectorNumber, read: @escaping Numbers
  ) {
    guard numbers != .f32, shape.count == 2, shape[1] > 0 else {
      tensors.append((TensorSpecification(name: name, shape: shape), .floats(read)))
      return
    }
    if numbers == .int8 {
      let scales = TensorSpecification(
        name: SafetensorsFile.scaleName(of: name), shape: [shape[0]])
      tensors.append((scales, .scales(read, columns: shape[1])))
    }
    let matrix = TensorSpecification(name: name, element: numbers.element, shape: shape)
    tensors.append((matrix, .rounded(read, numbers, columns: shape[1])))
  }

  /// Adds a tensor whose bytes are given.
  package mutating func append(_ specification: TensorSpecification, bytes: [UInt8]) {
    tensors.append((specification, .bytes(bytes)))
  }

  /// Writes the file.
  ///
  /// - Throws: `FileError`, also if a number is too large for its type.
  package func write(
    to path: String, metadata: [(key: String, value: String)]
  ) throws(FileError) {
    let widths = keepsOrder ? [0] : [8, 4, 2, 1]
    let ordered = widths.flatMap { width in
      tensors.filter { width == 0 || $0.specification.element.byteCount == width }
    }
    let writer = try SafetensorsWriter(
      path: path, metadata: metadata, tensors: ordered.map(\.specification))
    for (specification, content) in ordered {
      let name = specification.name
      switch content {
      case .floats(let read):
        let values = try read()
        try writer.write(name, values.span)
      case .scales(let read, let columns):
        let values = try read()
        let scales = Self.scales(values, columns: columns)
        try writer.write(name, scales.span)
      case .rounded(let read, let numbers, let columns):
        let values = try read()
        try writer.write(name, bytes: Self.rounded(values, numbers, columns: columns, path))
      case .bytes(let bytes):
        try writer.write(name, bytes: bytes)
      }
    }
    try writer.finish()
  }

  private static func scales(_ values: [Float], columns: Int) -> [Float] {
    stride(from: 0, to: values.count, by: columns).map { start in
      VectorNumber.scale(of: values.span.extracting(start..<start + columns))
    }
  }

  private static func rounded(
    _ values: [Float], _ numbers: VectorNumber, columns: Int, _ path: String
  ) throws(FileError) -> [UInt8] {
    if numbers == .f16, let large = values.first(where: { $0.magnitude >= 65_520 }) {
      throw .unwritable(path: path, value: "\(large)", reason: "it is too large for f16")
    }
    var bytes: [UInt8] = []
    numbers.append(values.span, columns: columns, to: &bytes)
    return bytes
  }
}
