import AutoencoderModel
import FileFormats

/// Sentences whose vectors are near that of another.
enum ParaphraseEndpoint: ExplorerEndpoint {
  static let path = "/paraphrase"

  static func answer(_ question: JSONValue, _ explorer: Explorer) throws -> JSONValue {
    let sentence = try question.text(of: "sentence")
    var options = ParaphraseOptions()
    options.count = try question.count("count", most: 100, standard: options.count)
    let found = try explorer.model.writer().paraphrases(of: sentence, options: options)
    return ["input": .string(sentence), "paraphrases": .array(found.map(\.json))]
  }
}
