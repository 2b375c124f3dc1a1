import SkipGram

extension SkipGramModel {
  /// The word vectors that come with the package, of the text of the English model; loaded when they
  /// are first used.
  ///
  /// ```swift
  /// for neighbor in try SkipGramModel.english.neighbors(of: "coffee", count: 5) {
  ///   print(neighbor.word, neighbor.score)
  /// }
  /// ```
  /// A program that was built without the model ends here; `ModelInTheBox.isPresent` tells before.
  public static var english: SkipGramModel { loaded }

  private static let loaded: SkipGramModel = {
    guard let folder = ModelInTheBox.words else {
      preconditionFailure("this program was built without the English word vectors")
    }
    do {
      return try SkipGramModel(folder)
    } catch {
      preconditionFailure("the English word vectors in this program are damaged: \(error)")
    }
  }()
}
