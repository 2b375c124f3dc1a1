import TextAutoencoder
import Tokenization

/// What a command is given as a tokenizer: a file, or a model that contains one.
enum TokenizerPath {
  /// Opens the file, the tokenizer of a model folder, or that of a model that comes with textae.
  static func open(_ path: String) throws -> Tokenizer {
    try ModelStore.folder(of: path).map { try Tokenizer($0.map("tokenizer.json")) }
      ?? Tokenizer(contentsOf: path)
  }
}
