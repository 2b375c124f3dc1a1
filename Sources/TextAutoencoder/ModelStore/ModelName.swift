import SkipGram

/// A model as users name it: a path, optionally followed by `:mean`, `:sif` or `:sif-weights`.
///
/// The path may also be the name of a model that comes with the package. One command can thus use the same word vectors in several ways.
package struct ModelName {
  /// The path of the model.
  package let path: String
  /// The pooling; nil if the name has none.
  package let pooling: WordPooling?

  /// Parses a name. A path that exists is used unchanged, whatever it contains.
  ///
  /// - Throws: ``ModelStoreError/unknownPooling(_:path:)`` if another word follows the path.
  package init(_ spelling: String) throws(ModelStoreError) {
    guard !ModelLocation.exists(spelling), let colon = spelling.lastIndex(of: ":") else {
      (path, pooling) = (spelling, nil)
      return
    }
    let ending = String(spelling[spelling.index(after: colon)...])
    let base = String(spelling[..<colon])
    let named = WordPooling(rawValue: ending)
    guard ModelLocation.exists(base) || named != nil else {
      (path, pooling) = (spelling, nil)
      return
    }
    guard let named else { throw .unknownPooling(ending, path: base) }
    (path, pooling) = (base, named)
  }
}
