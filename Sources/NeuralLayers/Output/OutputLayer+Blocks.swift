extension OutputLayer {
  /// How the work of a batch is cut, the same for any number of threads: sums are over segments of rows
  /// and over parts of the columns.
  enum Blocks {
    /// Columns of the vocabulary worked on at a time, whose weights stay in the cache of a core
    /// while rows come by: a multiple of every panel height.
    static let columns = 480
    /// Rows whose logits stay near while they become exponentials.
    static let groupRows = 64
    /// Most rows that go through the vocabulary together, while the weights of some columns stay in
    /// the cache of a core: the more, the less often all weights are read.
    static let bandRows = 1_280
    /// Rows of a segment: what bounds the memory of the exponentials.
    static func segmentRows(vocabularySize: Int) -> Int {
      max(512, min(3_840, 25_000_000 / max(1, vocabularySize)) / 128 * 128)
    }
  }

  /// Stretches of the vocabulary.
  var columnParts: RangePieces { RangePieces(0..<vocabularySize, size: Blocks.columns) }
}
