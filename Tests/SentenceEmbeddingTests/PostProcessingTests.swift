import FileFormats
import SentenceEmbedding
import TensorKit
import TestSupport
import Testing

@Suite("Post-processing")
struct PostProcessingTests {
  private let pool = WorkerPool(threads: 1)

  private func covariance(_ matrix: Matrix, centered: Bool) -> [[Double]] {
    let (rows, columns) = (matrix.rows, matrix.columns)
    let mean = (0..<columns).map { column in
      centered ? (0..<rows).reduce(0.0) { $0 + Double(matrix[$1, column]) } / Double(rows) : 0
    }
    return (0..<columns).map { i in
      (0..<columns).map { j in
        (0..<rows).reduce(0.0) {
          $0 + (Double(matrix[$1, i]) - mean[i]) * (Double(matrix[$1, j]) - mean[j])
        } / Double(rows)
      }
    }
  }

  @Test("Whitened vectors have unit covariance", arguments: [(0, 5), (2, 3), (0, 1)])
  func whitening(remove: Int, keep: Int) throws {
    let vectors = cloud(rows: 150, columns: 6)
    let fitted = try PostProcessing(
      fitting: vectors, recipe: PostProcessingRecipe(remove: remove, whiten: keep))
    #expect(fitted.outputDimension == keep)
    let found = covariance(try fitted.applied(to: vectors), centered: false)
    for i in 0..<keep {
      for j in 0..<keep { #expect(abs(found[i][j] - (i == j ? 1 : 0)) < 1e-4) }
    }
  }

  @Test("Removed components leave no variance along them, the rest stays")
  func removal() throws {
    let vectors = cloud(rows: 90, columns: 5)
    let eigen = try SymmetricEigen(covariance(vectors, centered: true).flatMap(\.self), order: 5)
    let fitted = try PostProcessing(
      fitting: vectors, recipe: PostProcessingRecipe(center: true, remove: 2))
    let changed = try fitted.applied(to: vectors)
    let after = try SymmetricEigen(covariance(changed, centered: false).flatMap(\.self), order: 5)
    for k in 0..<3 { #expect(abs(after.values[k] - eigen.values[k + 2]) < 1e-4) }
    for k in 3..<5 { #expect(abs(after.values[k]) < 1e-6) }
  }

  @Test("Without centering, the first singular vector of the uncentered matrix is removed")
  func uncenteredRemoval() throws {
    let vectors = cloud(rows: 40, columns: 4)
    let fitted = try PostProcessing(fitting: vectors, recipe: PostProcessingRecipe(remove: 1))
    let eigen = try SymmetricEigen(covariance(vectors, centered: false).flatMap(\.self), order: 4)
    let direction = Array(eigen.vector(0))
    let changed = try fitted.applied(to: vectors)
    for row in 0..<40 {
      let along = (0..<4).reduce(0.0) { $0 + Double(vectors[row, $1]) * direction[$1] }
      for column in 0..<4 {
        let expected = Double(vectors[row, column]) - along * direction[column]
        #expect(abs(Double(changed[row, column]) - expected) < 1e-4)
      }
    }
  }

  @Test("Batches and threads do not change the fit")
  func streaming() throws {
    let vectors = cloud(rows: 201, columns: 7)
    let recipe = PostProcessingRecipe(remove: 1, whiten: 4)
    let whole = try PostProcessing(fitting: vectors, recipe: recipe)
    var moments = MomentAccumulator(dimension: 7)
    for start in stride(from: 0, to: 201, by: 13) {
      let rows = vectors.rows(at: start..<min(201, start + 13))
      try moments.add(rows, pool: WorkerPool(threads: 3))
    }
    let streamed = try PostProcessing(moments: moments, recipe: recipe)
    let threads = WorkerPool(threads: 3)
    #expect(
      try whole.applied(to: vectors).values == streamed.applied(to: vectors, pool: threads).values)
  }

  @Test("A row is transformed the same way alone and among others")
  func independentRows() throws {
    let vectors = cloud(rows: 30, columns: 9)
    let fitted = try PostProcessing(
      fitting: vectors, recipe: PostProcessingRecipe(center: true, remove: 3))
    let all = try fitted.applied(to: vectors)
    for row in [0, 17, 29] {
      #expect(try fitted.applied(to: vectors.rows(at: [row])).values == all.row(row))
    }
  }

  @Test(
    "A file gives the same vectors back",
    arguments: [
      PostProcessingRecipe(), PostProcessingRecipe(center: true),
      PostProcessingRecipe(remove: 2), PostProcessingRecipe(center: true, remove: 1, whiten: 3),
    ])
  func roundTrip(recipe: PostProcessingRecipe) throws {
    let vectors = cloud(rows: 50, columns: 5)
    let fitted = try PostProcessing(fitting: vectors, recipe: recipe)
    let folder = try TemporaryFolder()
    let path = PostProcessing.path(forModel: folder.path)
    #expect(path == folder.file("postprocessing.safetensors"))
    try fitted.write(to: path, model: 77)
    let read = try PostProcessing(contentsOf: path, model: 77)
    #expect(read.recipe == recipe)
    #expect(try read.applied(to: vectors).values == fitted.applied(to: vectors).values)
    #expect(throws: FileError.self) { try PostProcessing(contentsOf: path, model: 78) }
  }

  @Test("Impossible fits are refused with the reason")
  func errors() throws {
    let vectors = cloud(rows: 3, columns: 6)
    #expect(throws: PostProcessingError.tooManyComponents(requested: 7, dimension: 6)) {
      try PostProcessing(fitting: vectors, recipe: PostProcessingRecipe(remove: 3, whiten: 4))
    }
    #expect(throws: PostProcessingError.rankTooLow(requested: 4, rank: 2, vectors: 3)) {
      try PostProcessing(fitting: vectors, recipe: PostProcessingRecipe(whiten: 4))
    }
    #expect(throws: PostProcessingError.noVectors) {
      try PostProcessing(fitting: Matrix(rows: 0, columns: 6), recipe: .none)
    }
    vectors[1, 4] = .infinity
    #expect(throws: PostProcessingError.notFinite(vector: 1)) {
      try PostProcessing(fitting: vectors, recipe: .none)
    }
    let fitted = try PostProcessing(fitting: cloud(rows: 4, columns: 2), recipe: .none)
    #expect(throws: PostProcessingError.mismatchedDimension(expected: 2, found: 6)) {
      try fitted.applied(to: vectors)
    }
  }

  @Test("A post-processed embedder gives transformed vectors and has another checksum")
  func wrapper() throws {
    let base = ByteEmbedder(dimension: 4)
    let sentences = ["one", "two and three", "", "four", "fifty-five", "a b c", "zzz"]
    let vectors = try base.embed(sentences)
    let fitted = try PostProcessing(
      fitting: vectors, recipe: PostProcessingRecipe(whiten: 2))
    let wrapped = try PostProcessedEmbedder(base, postProcessing: fitted)
    #expect(wrapped.dimension == 2)
    #expect(try wrapped.embed(sentences).values == fitted.applied(to: vectors).values)
    let other = try PostProcessing(fitting: vectors, recipe: PostProcessingRecipe(center: true))
    let checksums = try [
      base.checksum, wrapped.checksum,
      PostProcessedEmbedder(base, postProcessing: other).checksum,
    ]
    #expect(Set(checksums).count == 3)
    // Indexes remember it, so it must not depend on how a recipe is displayed.
    #expect(checksums[2] == 14_904_071_725_322_450_506)
    #expect(throws: PostProcessingError.mismatchedDimension(expected: 4, found: 3)) {
      try PostProcessedEmbedder(ByteEmbedder(dimension: 3), postProcessing: fitted)
    }
  }
}
