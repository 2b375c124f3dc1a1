import TensorKit

/// All components in single precision: nothing is lost.
struct F32Codec: ReadableCodec {
  static let name = "f32"
  static let code: UInt32 = 0

  private let dimension: Int

  static func rowBytes(dimension: Int) -> Int { dimension * 4 }

  init(dimension: Int, parameters: [Float]) { self.dimension = dimension }

  func encode(_ vector: Span<Float>, into row: inout MutableSpan<UInt8>) {
    for index in vector.indices { row.set(vector[index], at: index * 4) }
  }

  func decode(_ row: Span<UInt8>, into vector: inout MutableSpan<Float>) {
    for index in vector.indices { vector[index] = row.float(at: index * 4) }
  }

  func query(_ vector: Span<Float>) -> any CodecQuery { Query(vector) }

  func score(row: Int, against batch: RowBatch) { batch.multiply(floatsOf: row, dimension) }

  private struct Query: CodecQuery {
    private let vector: [Float]
    private let length: Double

    init(_ vector: Span<Float>) {
      self.vector = vector.indices.map { vector[$0] }
      length = VectorSearch.length(vector)
    }

    func score(_ batch: RowBatch) { batch.multiply(floats: vector) }

    func largestError(longest: Double) -> Double? {
      roundingError(vector.count) * length * longest
    }
  }
}
