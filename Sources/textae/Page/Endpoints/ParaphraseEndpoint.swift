import AutoencoderModel
import FileFormats

/// Other ways to say a sentence, found among the sentences of the index, or else by the decoder.
enum ParaphraseEndpoint: ExplorerEndpoint {
  static let path = "/paraphrase"

  static func answer(_ question: JSONValue, _ explorer: Explorer) throws -> JSONValue {
    let sentence = try question.text(of: "sentence")
    var options = ParaphraseOptions()
    options.count = try question.count("count", most: 100, standard: options.count)
    let found: [Paraphrase]
    if var paraphraser = try explorer.textParaphraser() {
      paraphraser.options.count = options.count
      found = try paraphraser.paraphrases(of: sentence)
    } else {
      found = try explorer.model.writer().paraphrases(of: sentence, options: options)
    }
    return ["input": .string(sentence), "paraphrases": .array(found.map(\.json))]
  }
}
