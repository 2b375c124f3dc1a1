import FileFormats
import Foundation
import Testing
import Tokenization

/// A folder that is removed when its owner goes.
final class TemporaryFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("tokenization-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }
}

/// The golden files, made by Tests/Peers/make_tokenizer_goldens.py.
enum Golden {
  static let names = ["word-plain", "word-stripped", "bpe-plain", "bpe-stripped"]

  static func path(_ name: String) throws -> String {
    try #require(Bundle.module.resourceURL).appendingPathComponent("Goldens/\(name)").path
  }

  static func tokenizer(_ name: String) throws -> Tokenizer {
    try Tokenizer(contentsOf: path(name + ".json"))
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  static func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  /// The builder that has to make the tokenizer of this name from the golden corpus.
  static func builder(_ name: String) -> VocabularyBuilder {
    let isStripped = name.hasSuffix("stripped")
    return VocabularyBuilder(
      model: name.hasPrefix("word") ? .word : .bpe,
      vocabularySize: name.hasPrefix("word") ? 120 : 360,
      normalization: isStripped ? .nfkc : .nfc, lowercase: isStripped, stripAccents: isStripped)
  }
}

/// Texts that have broken tokenizers.
let awkwardTexts = [
  "", " ", "a", "\n", "é", "e\u{301}", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "שָׁלוֹם", "日本語", "\r\n", "a\r\nb", "\u{0}",
  "a\u{0}b",
  "  leading and trailing  ", "\u{FFFD}", "\u{10FFFF}", "\t\t x", "don't it's we'll", "12,345.67",
  String(repeating: "long text, ", count: 500), "\u{202E}abc\u{202C}", "a\u{300}\u{301}\u{302}",
]
