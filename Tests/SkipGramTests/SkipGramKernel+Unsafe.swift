import CTensorKernels
import TensorKit

/// Windows and weights in plain arrays, run through one kernel table.
struct KernelCase {
  var stride: Int
  var words: [UInt32]
  var windows: [ck_skipgram_window]
  var negatives: [UInt32]
  var negativeCount: Int
  var input: [Float]
  var output: [Float]

  /// The number of contexts that the windows have room for; even.
  var contexts: Int {
    let most = windows.map { Int($0.last - $0.first) - 1 }.max() ?? 0
    return (most + 1) / 2 * 2
  }

  /// A random case: `rows` words in a text of `length`, every position a center that has contexts.
  static func random(
    rows: Int, length: Int, reach: Int, negatives: Int, stride: Int, seed: UInt64
  ) -> KernelCase {
    var random = RandomStream(seed: seed, purpose: .testData)
    let words = (0..<length).map { _ in random.below(UInt32(rows)) }
    let windows = (0..<length).map { center in
      let radius = 1 + Int(random.below(UInt32(reach)))
      return ck_skipgram_window(
        center: UInt32(center), first: UInt32(max(0, center - radius)),
        last: UInt32(min(length, center + radius + 1)), rate: 0.05)
    }
    let drawn = windows.flatMap { window in
      (0..<negatives).map { _ in
        (words[Int(window.center)] + 1 + random.below(UInt32(rows - 1))) % UInt32(rows)
      }
    }
    return KernelCase(
      stride: stride, words: words, windows: windows, negatives: drawn, negativeCount: negatives,
      input: (0..<rows * stride).map { _ in random.uniform() - 0.5 },
      output: (0..<rows * stride).map { _ in random.uniform() - 0.5 })
  }
}

/// One table of skip-gram kernels as safe Swift.
@safe struct SkipGramKernel: @unchecked Sendable, CustomStringConvertible {
  // Safe to share: tables are constants.
  private let table: UnsafePointer<ck_skipgram>
  let description: String

  private init?(_ name: String) {
    guard let found = unsafe ck_skipgram_named(name) else { return nil }
    unsafe table = found
    description = name
  }

  static func named(_ name: String) -> SkipGramKernel? { SkipGramKernel(name) }

  /// All that run on this machine, the reference first.
  static let available = ["reference", "avx2", "avx512", "neon"].compactMap(SkipGramKernel.init)

  /// The weights after training all windows.
  func train(_ start: KernelCase) -> KernelCase {
    unsafe changing(start) { plan, weights in
      var plan = unsafe plan
      var weights = unsafe weights
      unsafe table.pointee.train(&plan, &weights)
    }
  }

  /// The weights after training `block` windows at a time, columns cut at `bounds`.
  func trainInParts(_ start: KernelCase, block: Int, bounds: [Int]) -> KernelCase {
    let parts = bounds.count - 1
    let outputBlocks = (start.negativeCount + 6) / 6
    let size = block * outputBlocks * start.contexts * 8
    let scores = Matrix(rows: parts + 1, columns: size)
    return unsafe changing(start) { plan, weights in
      var plan = unsafe plan
      var weights = unsafe weights
      let table = unsafe table.pointee
      for first in stride(from: 0, to: start.windows.count, by: block) {
        let count = min(block, start.windows.count - first)
        // Safe: a row of scores a part, and one for the gradients, each with room for a block.
        let gradients = unsafe scores.base + parts * size
        unsafe table.scores(
          &plan, &weights, first, count, bounds, parts, size, start.contexts, scores.base)
        unsafe table.gradients(
          &plan, first, count, start.contexts, scores.base, parts, size, gradients)
        for part in 0..<parts {
          unsafe table.update(
            &plan, &weights, first, count, bounds[part], bounds[part + 1], start.contexts,
            gradients)
        }
      }
    }
  }

  private func changing(
    _ start: KernelCase, _ body: (ck_skipgram_plan, ck_skipgram_weights) -> Void
  ) -> KernelCase {
    let rows = start.input.count / start.stride
    let input = Matrix(rows: rows, columns: start.stride, values: start.input)
    let output = Matrix(rows: rows, columns: start.stride, values: start.output)
    var result = start
    // Safe: the arrays outlive the closure, and every number in them is below the number of rows.
    unsafe start.words.withUnsafeBufferPointer { words in
      unsafe start.windows.withUnsafeBufferPointer { windows in
        unsafe start.negatives.withUnsafeBufferPointer { negatives in
          unsafe body(
            ck_skipgram_plan(
              words: words.baseAddress, word_count: words.count, windows: windows.baseAddress,
              window_count: windows.count, negatives: negatives.baseAddress,
              negative_count: start.negativeCount, reach: 3),
            ck_skipgram_weights(input: input.base, output: output.base, stride: start.stride))
        }
      }
    }
    result.input = input.values
    result.output = output.values
    return result
  }
}
