/// The vectors that the links of a graph are chosen by.
struct GraphVectors: Sendable {
  let codec: any ReadableCodec
  let rows: ByteRows
  /// Half the square of every length; only for the metric l2.
  let halfSquares: FloatColumn?

  var count: Int { rows.count }

  /// How near the rows of a batch are to a row, the same in both directions.
  func score(_ row: Int, _ batch: RowBatch) {
    codec.score(row: row, against: batch)
    guard let halfSquares else { return }
    let own = halfSquares[row]
    for place in 0..<batch.count { batch[place] -= own + halfSquares[batch.id(place)] }
  }
}
