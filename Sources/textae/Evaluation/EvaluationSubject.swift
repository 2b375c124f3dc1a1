import CommandLineKit
import EmbeddingEvaluation
import SentenceEmbedding

/// A model that is evaluated on files, on each in the way that suits its kind.
struct EvaluationSubject {
  let model: LoadedModel
  let evaluator: Evaluator

  func evaluate(_ file: EvaluationFile, training: EvaluationFile?) throws -> Evaluation {
    if file.kind.isAboutWords {
      guard let words = model.words else { throw EvaluationError.needsWords(path: file.path) }
      return try evaluator.evaluate(file, with: words)
    }
    if let similarity = model.similarity, file.kind == .similarity || file.kind == .paraphrase {
      return try evaluator.evaluate(file, with: similarity)
    }
    return try evaluator.evaluate(file, with: model.sentenceEmbedder(), training: training)
  }

  /// The shape of the vectors of the sentences of a file; nil for files about words.
  func geometry(_ file: EvaluationFile) throws -> GeometryReport? {
    let sentences = file.sentences
    guard sentences.count >= 2 else { return nil }
    return try GeometryReport(
      of: model.sentenceEmbedder().embed(sentences), pool: evaluator.pool)
  }
}
