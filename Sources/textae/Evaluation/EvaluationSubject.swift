import CommandLineKit
import EmbeddingEvaluation
import SentenceEmbedding

/// A model to evaluate on files, with the method that suits each kind of file.
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

  /// The geometry of the sentence vectors of a file; nil for files of words.
  func geometry(_ file: EvaluationFile) throws -> GeometryReport? {
    let sentences = file.sentences
    guard sentences.count >= 2 else { return nil }
    return try GeometryReport(
      of: model.sentenceEmbedder().embed(sentences), pool: evaluator.pool)
  }
}
