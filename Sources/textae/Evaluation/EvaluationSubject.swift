import CommandLineKit
import EmbeddingEvaluation
import SentenceEmbedding
import TextAutoencoder

/// A model to evaluate on files, with the method that suits each kind of file.
struct EvaluationSubject {
  /// The model; nil to rank documents by words.
  let model: LoadedModel?
  let evaluator: Evaluator
  let ranking: Ranking
  let split: TextSplit

  func evaluate(_ file: EvaluationFile, training: EvaluationFile?) throws -> Evaluation {
    if case .judgments = file.content {
      let embedder = ranking == .words ? nil : try model?.sentenceEmbedder()
      return try evaluator.evaluate(
        file,
        with: IndexedRanking(
          embedder: embedder, ranking: ranking, split: split, threads: evaluator.pool.threads))
    }
    guard let model else { throw CommandError.evaluationWithoutModel(path: file.path) }
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
    guard let model, sentences.count >= 2 else { return nil }
    return try GeometryReport(
      of: model.sentenceEmbedder().embed(sentences), pool: evaluator.pool)
  }
}
