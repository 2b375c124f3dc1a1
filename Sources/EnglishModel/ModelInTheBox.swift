import FileFormats

/// The English model that is compiled into every program of this package: an autoencoder, and word
/// vectors of the same text.
///
/// It is part of the program, so it is there in a copied executable and in a static one. The system
/// reads what is used of it, when it is used. A package that was built without the files of the
/// model has none.
public enum ModelInTheBox {
  /// The name by which commands and indexes call the autoencoder.
  public static let name = "english"
  /// The name by which commands call the word vectors.
  public static let wordsName = "english-words"

  /// All names that stand for a model that comes with the package.
  public static let names = [name, wordsName]

  /// Whether the program has the model.
  public static var isPresent: Bool { model != nil }

  /// What the model is, what it learned from, its figures and its limits, as Markdown.
  public static var card: String { text("CARD.md") }

  /// The texts that the model learned from, with their licenses and whom to name, as Markdown.
  public static var sources: String { text("SOURCES.md") }

  /// What the model learned from, in a sentence: the first paragraph of the card.
  public static var summary: String {
    let paragraphs = card.split(separator: "\n\n").filter { !$0.hasPrefix("#") }
    return paragraphs.first.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
      ?? ""
  }

  /// The size of its files in bytes, the word vectors included.
  public static var byteCount: Int { files.reduce(0) { $0 + $1.count } }

  /// The folder of the autoencoder; nil if the program has no model.
  package static let model = folder(name, of: "")

  /// The folder of the word vectors; nil if the program has none.
  package static let words = folder(wordsName, of: "words/")

  /// The folder that a name stands for; nil for other names, and if the program has no model.
  package static func folder(named name: String) -> FileFolder? {
    switch name {
    case Self.name: model
    case wordsName: words
    default: nil
    }
  }

  /// The files in the folder `place` as a folder of their own.
  private static func folder(_ name: String, of place: String) -> FileFolder? {
    let below = files.filter { $0.name.hasPrefix(place) }.map { $0.renamed(from: place) }
    let folder = FileFolder(name: name, files: below.filter { !$0.name.contains("/") })
    return folder.contains("model.safetensors") ? folder : nil
  }

  private static func text(_ name: String) -> String {
    guard let file = files.first(where: { $0.name == name }) else { return "" }
    let mapped = MappedFile(file, path: name)
    return String(decoding: mapped.bytes(0..<mapped.count), as: UTF8.self)
  }
}
