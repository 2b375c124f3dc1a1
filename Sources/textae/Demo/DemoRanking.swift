import CommandLineKit
import DataStructures
import EmbeddingEvaluation
import FileFormats
import SentenceEmbedding
import BundledCorpora

/// How well two embedders rank pairs of sentences whose similarity is known.
struct DemoRanking {
  /// One figure for each embedder.
  struct Figures {
    let autoencoder: Double
    let skipGram: Double
  }

  let pairs: Int
  /// Spearman's rank correlation of the cosine and the grade.
  let spearman: Figures
  /// The mean cosine of the pairs of each grade, highest grades first.
  let means: [(grade: GradedPair.Grade, cosine: Figures)]

  init(
    pairs: [GradedPair], autoencoder: any SentenceEmbedder, skipGram: any SentenceEmbedder
  ) throws {
    let texts = pairs.map { (first: $0.first, second: $0.second) }
    let first = try CosineSimilarity(autoencoder).similarities(of: texts)
    let second = try CosineSimilarity(skipGram).similarities(of: texts)
    let grades = pairs.map { Double($0.grade.rawValue) }
    self.pairs = pairs.count
    spearman = Figures(
      autoencoder: Correlation.spearman(first, grades),
      skipGram: Correlation.spearman(second, grades))
    means = GradedPair.Grade.allCases.reversed().map { grade in
      let members = pairs.indices.filter { pairs[$0].grade == grade }
      func mean(_ scores: [Double]) -> Double {
        members.reduce(0) { $0 + scores[$1] } / Double(max(1, members.count))
      }
      return (grade, Figures(autoencoder: mean(first), skipGram: mean(second)))
    }
  }

  var section: DemoSection {
    let title = TextFormat.padded("8. \(grouped(pairs)) held-out pairs, by similarity", to: 44)
    var text = title + "autoencoder  skip-gram\n"
    text += line("rank correlation with the grades", spearman)
    for (grade, cosine) in means { text += line("mean cosine, \(grade.words)", cosine) }
    let grades = means.map { grade, cosine -> JSONValue in
      [
        "grade": .integer(grade.rawValue), "name": .string(grade.words),
        "autoencoder": .number(cosine.autoencoder), "skipGram": .number(cosine.skipGram),
      ]
    }
    return DemoSection(
      key: "pairs",
      json: [
        "pairs": .integer(pairs),
        "spearman": [
          "autoencoder": .number(spearman.autoencoder), "skipGram": .number(spearman.skipGram),
        ], "meanCosine": .array(grades),
      ], text: text)
  }

  private func line(_ name: String, _ figures: Figures) -> String {
    let shown = [figures.autoencoder, figures.skipGram].map { TextFormat.fixed($0, places: 2) }
    return TextFormat.padded("  " + name, to: 44) + TextFormat.padded(shown[0], to: 13) + shown[1]
      + "\n"
  }
}

extension GradedPair.Grade {
  /// The grade in words.
  fileprivate var words: String {
    switch self {
    case .unrelated: "unrelated"
    case .sameTopic: "same topic"
    case .rolesSwapped: "roles swapped"
    case .oneRoleChanged: "one role changed"
    case .paraphrase: "same meaning"
    }
  }
}
