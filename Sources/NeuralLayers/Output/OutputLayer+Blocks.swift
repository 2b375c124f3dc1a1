extension OutputLayer {
  /// How the work of a batch is cut. No result depends on it but through `segmentRows`, which is a
  /// function of the shape alone.
  enum Blocks {
    /// Columns of the vocabulary worked on at a time, whose weights stay in the cache of a core
    /// while rows come by: a multiple of every panel height.
    static let columns = 480
    /// Rows whose logits stay near while they become exponentials.
    static let groupRows = 64
    /// Most rows of a block of a product, whose result stays in the cache while weights come by.
    static let productRows = 512
    /// Rows of a segment: what bounds the memory of the exponentials.
    static func segmentRows(vocabularySize: Int) -> Int {
      max(512, min(3_840, 25_000_000 / max(1, vocabularySize)) / 128 * 128)
    }
  }

  /// Stretches of the vocabulary.
  var columnParts: [Range<Int>] {
    stride(from: 0, to: vocabularySize, by: Blocks.columns).map {
      $0..<min(vocabularySize, $0 + Blocks.columns)
    }
  }
}
