import CommandLineKit
import SentenceEmbedding
import TensorKit

extension PostProcessing {
  /// Fits `recipe` to the moments of the vectors of `embedder`, keeps the result at `path` and says so.
  static func keep(
    _ recipe: PostProcessingRecipe, fitting moments: MomentAccumulator,
    of embedder: any SentenceEmbedder, at path: String, console: Console, pool: WorkerPool
  ) throws {
    let fitted = try PostProcessing(moments: moments, recipe: recipe, pool: pool)
    try fitted.write(to: path, model: embedder.checksum)
    console.note("\(path): \(recipe.summary), fitted to \(moments.count) sentences")
  }
}
