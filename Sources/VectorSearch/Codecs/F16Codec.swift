import FileFormats
import TensorKit

/// All components in IEEE half precision: 11 significant bits, up to 65,504.
struct F16Codec: ReadableCodec {
  static let name = "f16"
  static let code: UInt32 = 1

  private let dimension: Int

  static func rowBytes(dimension: Int) -> Int { dimension * 2 }

  init(dimension: Int, parameters: [Float]) { self.dimension = dimension }

  func encode(_ vector: Span<Float>, into row: inout MutableSpan<UInt8>) {
    for index in vector.indices { row.set(HalfPrecision.bits(vector[index]), at: index * 2) }
  }

  func decode(_ row: Span<UInt8>, into vector: inout MutableSpan<Float>) {
    for index in vector.indices { vector[index] = Float(half: row.short(at: index * 2)) }
  }

  func query(_ vector: Span<Float>) -> any CodecQuery { Query(vector) }

  func score(row: Int, against batch: RowBatch) {
    batch.rows.withRow(row) { bytes in
      batch.vector.removeAll(keepingCapacity: true)
      for index in 0..<dimension { batch.vector.append(Float(half: bytes.short(at: index * 2))) }
    }
    batch.multiply(halves: batch.vector)
  }

  private struct Query: CodecQuery {
    private let vector: [Float]
    private let length: Double

    init(_ vector: Span<Float>) {
      self.vector = vector.indices.map { vector[$0] }
      length = VectorSearch.length(vector)
    }

    func score(_ batch: RowBatch) { batch.multiply(halves: vector) }

    func largestError(longest: Double) -> Double? {
      roundingError(vector.count) * length * longest
    }
  }
}
