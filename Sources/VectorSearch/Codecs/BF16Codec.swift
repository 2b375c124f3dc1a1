import TensorKit

/// All components in bfloat16: 8 significant bits, with the range of single precision.
struct BF16Codec: ReadableCodec {
  static let name = "bf16"
  static let code: UInt32 = 2

  private let dimension: Int

  static func rowBytes(dimension: Int) -> Int { dimension * 2 }

  init(dimension: Int, parameters: [Float]) { self.dimension = dimension }

  func encode(_ vector: Span<Float>, into row: inout MutableSpan<UInt8>) {
    for index in vector.indices { row.set(BrainFloat.bits(vector[index]), at: index * 2) }
  }

  func decode(_ row: Span<UInt8>, into vector: inout MutableSpan<Float>) {
    for index in vector.indices { vector[index] = BrainFloat.value(row.short(at: index * 2)) }
  }

  func query(_ vector: Span<Float>) -> any CodecQuery { Query(vector) }

  func score(row: Int, against batch: RowBatch) {
    batch.rows.withRow(row) { bytes in
      batch.vector.removeAll(keepingCapacity: true)
      for index in 0..<dimension {
        batch.vector.append(BrainFloat.value(bytes.short(at: index * 2)))
      }
    }
    batch.multiply(bfloats: batch.vector)
  }

  private struct Query: CodecQuery {
    private let vector: [Float]
    private let length: Double

    init(_ vector: Span<Float>) {
      self.vector = vector.indices.map { vector[$0] }
      length = VectorSearch.length(vector)
    }

    func score(_ batch: RowBatch) { batch.multiply(bfloats: vector) }

    func largestError(longest: Double) -> Double? {
      roundingError(vector.count) * length * longest
    }
  }
}
