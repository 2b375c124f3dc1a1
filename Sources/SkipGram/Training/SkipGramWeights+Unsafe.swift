import CTensorKernels
import Foundation
import TensorKit

/// Both matrices during training, in rows padded for the kernels.
///
/// Threads write the same rows at once, without locks: see `ck_skipgram`. The memory asks for large
/// pages, because rows are visited in random order and nearly every one would miss the TLB.
@safe final class SkipGramWeights: @unchecked Sendable {
  // Safe to share: only the floats change, and training allows for lost updates of them.
  let rows: Int
  let dimension: Int
  /// Floats from one row to the next.
  let stride: Int
  private let kernels: UnsafePointer<ck_skipgram>
  private let input: UnsafeMutablePointer<Float>
  private let output: UnsafeMutablePointer<Float>
  /// Owns what they point to.
  private let memory: (input: AlignedMemory, output: AlignedMemory)

  /// Small random word vectors, and output vectors of zeros, as in word2vec.
  init(rows: Int, dimension: Int, seed: UInt64, kernels name: String? = nil) {
    self.rows = rows
    self.dimension = dimension
    stride = (dimension + 15) / 16 * 16
    memory = SkipGramWeights.allocate(rows * stride)
    unsafe input = memory.input.start.assumingMemoryBound(to: Float.self)
    unsafe output = memory.output.start.assumingMemoryBound(to: Float.self)
    // The tables are constants of the C module.
    let named = unsafe name.flatMap { unsafe ck_skipgram_named($0) }
    unsafe kernels = named ?? ck_skipgram_active()
    for row in 0..<rows {
      var random = RandomStream(seed: seed, purpose: .initialization, item: UInt64(row))
      for column in 0..<dimension {
        // Safe: inside the row.
        unsafe input[row * stride + column] = (random.uniform() - 0.5) / Float(dimension)
      }
    }
  }

  /// A copy of some columns of both matrices, in memory of its own.
  ///
  /// Where threads divide the columns, the halves of a row must not be adjacent: what one core
  /// prefetches would be taken from the other.
  init(columns: Range<Int>, of whole: SkipGramWeights) {
    rows = whole.rows
    dimension = columns.count
    stride = (columns.count + 15) / 16 * 16
    unsafe kernels = whole.kernels
    memory = SkipGramWeights.allocate(rows * stride)
    unsafe input = memory.input.start.assumingMemoryBound(to: Float.self)
    unsafe output = memory.output.start.assumingMemoryBound(to: Float.self)
    unsafe whole.forEachRow(of: self, from: columns.lowerBound) { part, all, count in
      unsafe part.update(from: all, count: count)
    }
  }

  /// Copies a part back to the columns from `first` on, where it came from.
  func replaceColumns(from first: Int, with part: SkipGramWeights) {
    unsafe forEachRow(of: part, from: first) { part, all, count in
      unsafe all.update(from: part, count: count)
    }
  }

  /// Visits the rows of both matrices: those of a part, and their place in this whole.
  private func forEachRow(
    of part: SkipGramWeights, from first: Int,
    _ body: (_ part: UnsafeMutablePointer<Float>, _ all: UnsafeMutablePointer<Float>, Int) -> Void
  ) {
    precondition(part.rows == rows && first + part.dimension <= stride, "column \(first)")
    for row in 0..<rows {
      // Safe: `part.dimension` floats of the row from `first` on, inside both.
      unsafe body(part.input + row * part.stride, input + row * stride + first, part.dimension)
      unsafe body(part.output + row * part.stride, output + row * stride + first, part.dimension)
    }
  }

  private static func allocate(_ count: Int) -> (input: AlignedMemory, output: AlignedMemory) {
    // A spare line lets a kernel prefetch past the end.
    let bytes = count * MemoryLayout<Float>.stride + 64
    return (AlignedMemory(bytes), AlignedMemory(bytes))
  }

  private var kernelWeights: ck_skipgram_weights {
    unsafe ck_skipgram_weights(input: input, output: output, stride: stride)
  }

  /// Trains all windows of a plan, in order; other threads may do the same at the same time.
  func train(_ plan: WindowPlan) {
    var weights = unsafe kernelWeights
    var windows = unsafe plan.kernelPlan
    // Safe: the plan's rows are below `rows`, and plan and weights outlive the call.
    unsafe kernels.pointee.train(&windows, &weights)
  }

  /// Computes what these columns add to the scores of a block.
  func scores(_ block: WindowBlock, into scores: UnsafeMutablePointer<Float>) {
    var weights = unsafe kernelWeights
    var windows = unsafe block.plan.kernelPlan
    let bounds = [0, stride]
    // Safe: as above; the caller holds block.windows.count slots.
    unsafe bounds.withUnsafeBufferPointer { bounds in
      unsafe kernels.pointee.scores(
        &windows, &weights, block.windows.lowerBound, block.windows.count, bounds.baseAddress, 1, 0,
        block.contexts, scores)
    }
  }

  /// Computes the gradients of a block from the scores of `parts` parts, `stride` floats apart.
  func gradients(
    _ block: WindowBlock, scores: UnsafePointer<Float>, parts: Int, stride: Int,
    into gradients: UnsafeMutablePointer<Float>
  ) {
    var windows = unsafe block.plan.kernelPlan
    // Safe: as above, for every part and for the gradients.
    unsafe kernels.pointee.gradients(
      &windows, block.windows.lowerBound, block.windows.count, block.contexts, scores, parts,
      stride, gradients)
  }

  /// Applies the gradients of a block.
  func update(_ block: WindowBlock, gradients: UnsafePointer<Float>) {
    var weights = unsafe kernelWeights
    var windows = unsafe block.plan.kernelPlan
    // Safe: as above.
    unsafe kernels.pointee.update(
      &windows, &weights, block.windows.lowerBound, block.windows.count, 0, stride, block.contexts,
      gradients)
  }

  /// The vectors of the words: `[rows × dimension]`.
  func wordVectors() -> Matrix { unsafe copy(input) }

  /// The vectors by which a center is predicted from its context: `[rows × dimension]`.
  func outputVectors() -> Matrix { unsafe copy(output) }

  private func copy(_ source: UnsafeMutablePointer<Float>) -> Matrix {
    let matrix = Matrix(rows: rows, columns: dimension)
    for row in 0..<rows {
      // Safe: `dimension` floats of a row on both sides.
      unsafe (matrix.base + row * dimension).update(
        from: source + row * stride, count: dimension)
    }
    return matrix
  }
}
