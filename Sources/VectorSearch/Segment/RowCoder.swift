import TensorKit

/// Codes vectors on all cores.
struct RowCoder {
  /// The vectors in single precision.
  let floats: ByteRows
  let dimension: Int
  let pool: WorkerPool

  /// The rows of some vectors, and the length of each as it can be read again.
  func encode(
    _ range: Range<Int>, _ codec: any ReadableCodec
  ) -> (block: ByteBlock, lengths: [Double]) {
    encode(range, type(of: codec)) { vector, row in
      codec.encode(vector, into: &row)
      return length(decoded(row, codec).span)
    }
  }

  /// The rows of some vectors, and how far each is from what another codec makes of it; 0 if the
  /// rows cannot be read again.
  func encode(
    _ range: Range<Int>, _ codec: any VectorCodec, against fine: any ReadableCodec
  ) -> (block: ByteBlock, distances: [Double]) {
    let readable = codec as? any ReadableCodec
    let fineBytes = type(of: fine).rowBytes(dimension: dimension)
    return encode(range, type(of: codec)) { vector, row in
      codec.encode(vector, into: &row)
      guard let readable else { return 0 }
      var other = [UInt8](repeating: 0, count: fineBytes)
      var span = other.mutableSpan
      fine.encode(vector, into: &span)
      let exact = decoded(span, fine)
      return Metric.squaredDistance(exact.span, decoded(row, readable).span).squareRoot()
    }
  }

  private func decoded(_ row: borrowing MutableSpan<UInt8>, _ codec: any ReadableCodec) -> [Float] {
    var vector = [Float](repeating: 0, count: dimension)
    var span = vector.mutableSpan
    codec.decode(row.span, into: &span)
    return vector
  }

  private func encode(
    _ range: Range<Int>, _ type: any VectorCodec.Type,
    _ body: @Sendable (Span<Float>, inout MutableSpan<UInt8>) -> Double
  ) -> (ByteBlock, [Double]) {
    let block = ByteBlock(count: range.count, stride: type.rowBytes(dimension: dimension))
    var figures = [Double](repeating: 0, count: range.count)
    let (floats, dimension) = (floats, dimension)
    figures.withUnsafeSlots { slots in
      pool.run(range.count, grain: 64) { part in
        var vector = [Float](repeating: 0, count: dimension)
        for index in part {
          floats.withRow(range.lowerBound + index) { bytes in
            for column in 0..<dimension { vector[column] = bytes.float(at: column * 4) }
          }
          block.withMutableRow(index) { slots[index] = body(vector.span, &$0) }
        }
      }
    }
    return (block, figures)
  }
}
