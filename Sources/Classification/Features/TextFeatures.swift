/// Anything that turns texts into the numbers that a classifier learns from.
public protocol TextFeatures: Sendable {
  /// The number of features of a text.
  var columns: Int { get }

  /// A checksum of what makes the features, by which a classifier knows its encoder again.
  var checksum: UInt64 { get }

  /// The features of texts, in their order: `[texts.count × columns]`.
  ///
  /// A row depends on its own text only.
  func features(of texts: [String]) throws -> FeatureMatrix
}
