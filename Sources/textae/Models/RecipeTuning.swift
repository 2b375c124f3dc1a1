import CommandLineKit
import DataStructures
import EmbeddingEvaluation
import SentenceEmbedding
import TensorKit

/// Chooses a post-processing by its correlation on files of scored pairs.
struct RecipeTuning {
  let embedder: any SentenceEmbedder
  let moments: MomentAccumulator
  let pool: WorkerPool

  /// Deliberately few: a recipe chosen from a few settings also works on other files.
  private var recipes: [PostProcessingRecipe] {
    let removals = [1, 2, 3, 5, 8].map { PostProcessingRecipe(center: true, remove: $0) }
    let whitenings = [64, 128, 256, 384].flatMap { kept in
      [0, 1].map { PostProcessingRecipe(remove: $0, whiten: kept) }
    }
    return ([.none, PostProcessingRecipe(center: true)] + removals + whitenings).filter {
      $0.remove + ($0.whiten ?? 0) <= moments.dimension
    }
  }

  /// The recipe with the highest mean Spearman correlation; the simplest of those with equal means.
  func best(on paths: [String], console: Console) throws -> PostProcessingRecipe {
    let files = try paths.map { path in
      let file = try EvaluationFile(path: path)
      guard case .pairs(let pairs) = file.content, file.kind == .similarity else {
        throw CommandError.noScoredPairs(path: path)
      }
      return (
        gold: pairs.map(\.score), first: try embedder.embed(pairs.map(\.first)),
        second: try embedder.embed(pairs.map(\.second))
      )
    }
    var best: (recipe: PostProcessingRecipe, score: Double) = (.none, -.infinity)
    for recipe in recipes {
      try Interrupt.check(saved: "nothing was written")
      guard let fitted = try fit(recipe) else { continue }
      var sum = 0.0
      for file in files {
        let first = try fitted.applied(to: file.first, pool: pool)
        let second = try fitted.applied(to: file.second, pool: pool)
        let scores = file.gold.indices.map {
          Metric.cosine(first, row: $0, second, row: $0)
        }
        sum += Correlation.spearman(scores, file.gold)
      }
      let score = sum / Double(files.count)
      console.note("\(TextFormat.fixed(score, places: 1, times: 100))  \(recipe.summary)")
      if score > best.score { best = (recipe, score) }
    }
    return best.recipe
  }

  /// Nil if the vectors vary in too few directions for the recipe.
  private func fit(_ recipe: PostProcessingRecipe) throws -> PostProcessing? {
    do {
      return try PostProcessing(moments: moments, recipe: recipe, pool: pool)
    } catch PostProcessingError.rankTooLow {
      return nil
    }
  }
}
