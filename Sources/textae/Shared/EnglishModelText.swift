/// How commands speak of the model that comes with textae.
enum EnglishModelText {
  /// The autoencoder.
  static let model = "the English model that comes with textae"
  /// The word vectors.
  static let words = "the English word vectors that come with textae"
}
