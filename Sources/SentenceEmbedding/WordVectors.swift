/// A vocabulary whose words have vectors.
public protocol WordVectors: Sendable {
  /// Components of every vector.
  var dimension: Int { get }

  /// The words that have a vector, most frequent first; not O(1) for some conformers.
  var words: [String] { get }

  /// The vector of `word`, `[dimension]`, or nil if the vocabulary lacks it.
  func vector(of word: String) -> [Float]?
}
