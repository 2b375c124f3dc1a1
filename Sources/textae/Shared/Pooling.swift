import CommandLineKit
import SentenceEmbedding
import SkipGram

/// How word vectors become the vector of a sentence: the values of `--pooling`.
enum Pooling: String, ArgumentChoice {
  /// The plain average.
  case mean
  /// Frequent words weigh less, and what all sentences have in common is removed.
  case sif
  /// Frequent words weigh less.
  case sifWeights = "sif-weights"

  func embedder(of model: SkipGramModel) -> any SentenceEmbedder {
    switch self {
    case .mean: MeanEmbedder(model)
    case .sif: SIFEmbedder(model).removingCommonComponent()
    case .sifWeights: SIFEmbedder(model)
    }
  }
}

/// A model as users name it: a path, behind which `:mean`, `:sif` or `:sif-weights` may stand.
///
/// So that the same word vectors can be used in several ways in one command.
struct ModelName {
  let path: String
  /// Nil if the name does not say.
  let pooling: Pooling?

  /// A path that exists is taken as it is, whatever is in its name.
  init(_ spelling: String) throws {
    guard !Paths.exists(spelling), let colon = spelling.lastIndex(of: ":") else {
      (path, pooling) = (spelling, nil)
      return
    }
    let ending = String(spelling[spelling.index(after: colon)...])
    let base = String(spelling[..<colon])
    guard Paths.exists(base) || Pooling(rawValue: ending) != nil else {
      (path, pooling) = (spelling, nil)
      return
    }
    guard let named = Pooling(rawValue: ending) else {
      throw UsageProblem.badValue(
        ending, parameter: "the pooling of \(base)", expected: Pooling.argumentExpectation,
        nearest: nil)
    }
    (path, pooling) = (base, named)
  }

  /// Throws if a pooling was given to a model that has none.
  func refusePooling() throws {
    guard let pooling else { return }
    throw UsageProblem.invalid(
      "\(path) is no model of words, so :\(pooling.rawValue) means nothing to it",
      advice: "leave it out")
  }
}
