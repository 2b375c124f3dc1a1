import CommandLineKit
import SentenceEmbedding
import TensorKit

extension PostProcessing {
  /// The default number of sentences to fit a post-processing to.
  static let mostSentences = 100_000

  /// Fits `recipe` to the moments of the vectors of `embedder`, and writes the result to `path`.
  static func keep(
    _ recipe: PostProcessingRecipe, fitting moments: MomentAccumulator,
    of embedder: any SentenceEmbedder, at path: String, console: Console, pool: WorkerPool
  ) throws {
    let fitted = try PostProcessing(moments: moments, recipe: recipe, pool: pool)
    try fitted.write(to: path, model: embedder.checksum)
    console.note("\(path): \(recipe.summary), fitted to \(counted(moments.count, "sentence"))")
  }
}
