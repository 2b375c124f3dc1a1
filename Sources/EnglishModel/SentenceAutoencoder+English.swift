import AutoencoderModel

extension SentenceAutoencoder {
  /// The English model that comes with the package, loaded when it is first used.
  ///
  /// ```swift
  /// let vectors = SentenceAutoencoder.english.embed(["The soup was hot.", "Dinner was warm."])
  /// ```
  /// A program that was built without the model ends here; `ModelInTheBox.isPresent` tells before.
  public static var english: SentenceAutoencoder { loaded }

  private static let loaded: SentenceAutoencoder = {
    guard let folder = ModelInTheBox.model else {
      preconditionFailure("this program was built without the English model")
    }
    do {
      return try SentenceAutoencoder(folder)
    } catch {
      preconditionFailure("the English model in this program is damaged: \(error)")
    }
  }()
}
