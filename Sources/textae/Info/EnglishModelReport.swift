import EnglishModel
import FileFormats
import TextAutoencoder

/// The models that come with textae.
enum EnglishModelReport {
  /// In short, for those who ask about textae itself.
  static func summary() throws -> Report {
    guard ModelInTheBox.isPresent else {
      return Report(
        title: "This textae was built without a model.", facts: [(name: "model", value: .null)])
    }
    let opened = try open(ModelInTheBox.name)
    let words = try open(ModelInTheBox.wordsName)
    return Report(
      title: "The model that comes with textae",
      facts: [
        (name: "model", value: .string(ModelInTheBox.name)),
        (name: "about", value: .string(ModelInTheBox.summary)),
        (name: "dimension", value: .integer(opened.facts.dimension)),
        (name: "bytes", value: .integer(ModelInTheBox.byteCount)),
        (name: "checksum", value: checksum(opened)),
        (name: "wordVectors", value: .string(ModelInTheBox.wordsName)),
        (name: "words", value: .integer(words.wordVectors?.words.count ?? 0)),
      ])
  }

  /// As for a model on disk.
  static func report(on name: String) throws -> Report {
    let opened = try open(name)
    return Report(
      title: "\(name): \(opened.model.title) that comes with textae",
      facts: [
        (name: "file", value: .string(name)), (name: "kind", value: .string(opened.facts.kind)),
        (name: "about", value: .string(ModelInTheBox.summary)),
      ] + (try opened.model.figures()) + [
        (name: "bytes", value: .integer(ModelInTheBox.folder(named: name)?.byteCount ?? 0)),
        (name: "checksum", value: checksum(opened)),
      ])
  }

  private static func open(_ name: String) throws -> OpenedModel {
    var options = ModelStore.Options()
    options.threads = 1
    return try ModelStore.open(name, options: options)
  }

  /// As an index remembers it.
  private static func checksum(_ model: OpenedModel) -> JSONValue {
    model.facts.checksum.map { .string($0.hexadecimal) } ?? .null
  }
}
