import AutoencoderModel
import FileFormats

/// How well a variational model explains sentences.
enum LikelihoodReport {
  static func make(_ path: String, _ measures: VariationalMeasures, draws: Int) -> Report {
    Report(
      title: "\(path): likelihood of sentences, in nats",
      facts: [
        (name: "file", value: .string(path)),
        (name: "sentences", value: .integer(measures.sentences)),
        (name: "tokens", value: .integer(measures.tokens)), (name: "draws", value: .integer(draws)),
        (name: "negativeLogLikelihood", value: .number(measures.negativeLogLikelihood)),
        (name: "perplexity", value: .number(measures.perplexity)),
        (name: "divergence", value: .number(measures.divergence)),
        (name: "mutualInformation", value: .number(measures.mutualInformation)),
        (name: "activeUnits", value: .integer(measures.activeUnits)),
        (name: "units", value: .integer(measures.units)),
      ])
  }
}
