import FileFormats
import SkipGram

/// A model as users name it: a path, followed by `:mean`, `:sif` or `:sif-weights` or not.
///
/// So the same word vectors can be used in several ways in one command.
package struct ModelName {
  /// The path of the model.
  package let path: String
  /// The pooling; nil if the name does not say it.
  package let pooling: WordPooling?

  /// Takes a path that exists as it is, whatever its name contains.
  ///
  /// - Throws: ``ModelStoreError/unknownPooling(_:path:)`` if a path is followed by something else.
  package init(_ spelling: String) throws(ModelStoreError) {
    func exists(_ path: String) -> Bool { FileDescriptor.status(of: path) != nil }
    guard !exists(spelling), let colon = spelling.lastIndex(of: ":") else {
      (path, pooling) = (spelling, nil)
      return
    }
    let ending = String(spelling[spelling.index(after: colon)...])
    let base = String(spelling[..<colon])
    let named = WordPooling(rawValue: ending)
    guard exists(base) || named != nil else {
      (path, pooling) = (spelling, nil)
      return
    }
    guard let named else { throw .unknownPooling(ending, path: base) }
    (path, pooling) = (base, named)
  }
}
