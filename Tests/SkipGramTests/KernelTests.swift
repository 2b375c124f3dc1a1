import Testing

@Suite("Skip-gram kernels")
struct KernelTests {
  static let fast = SkipGramKernel.available.filter { $0.description != "reference" }
  static let negatives = [1, 4, 5, 6, 11, 12]

  /// The largest difference of any weight, in relation to the largest change of one.
  private func difference(_ x: KernelCase, _ y: KernelCase, from start: KernelCase) -> Float {
    let pairs = zip(x.input + x.output, y.input + y.output)
    let changes = zip(x.input + x.output, start.input + start.output)
    let largest = changes.map { abs($0 - $1) }.max() ?? 0
    return (pairs.map { abs($0 - $1) }.max() ?? .infinity) / largest
  }

  private func reference() throws -> SkipGramKernel {
    try #require(SkipGramKernel.named("reference"))
  }

  @Test("Every instruction set trains as the reference does", arguments: fast, negatives)
  func agreement(kernel: SkipGramKernel, negatives: Int) throws {
    for (stride, reach) in [(16, 1), (32, 2), (48, 5), (64, 3), (80, 7), (112, 12)] {
      let start = KernelCase.random(
        rows: 23, length: 40, reach: reach, negatives: negatives, stride: stride, seed: 1)
      let expected = try reference().train(start)
      #expect(difference(expected, kernel.train(start), from: start) < 2e-5)
    }
  }

  @Test("Training in parts does so too", arguments: fast, negatives)
  func parts(kernel: SkipGramKernel, negatives: Int) throws {
    for (stride, reach, bounds) in [
      (16, 1, [0, 16]), (48, 5, [0, 16, 48]), (80, 12, [0, 16, 48, 64, 80]),
    ] {
      let start = KernelCase.random(
        rows: 23, length: 40, reach: reach, negatives: negatives, stride: stride, seed: 2)
      let expected = try reference().trainInParts(start, block: 7, bounds: bounds)
      let found = kernel.trainInParts(start, block: 7, bounds: bounds)
      #expect(difference(expected, found, from: start) < 2e-5)
    }
  }

  @Test("Training single windows in parts is plain training", arguments: SkipGramKernel.available)
  func blocksOfOne(kernel: SkipGramKernel) {
    // Up to five negatives and sixteen contexts a window is one block either way.
    let start = KernelCase.random(
      rows: 30, length: 50, reach: 8, negatives: 5, stride: 64, seed: 3)
    let parts = kernel.trainInParts(start, block: 1, bounds: [0, 16, 64])
    #expect(difference(kernel.train(start), parts, from: start) < 2e-5)
  }

  @Test("Only rows of the windows change", arguments: SkipGramKernel.available)
  func untouchedRows(kernel: SkipGramKernel) {
    var start = KernelCase.random(
      rows: 30, length: 6, reach: 2, negatives: 2, stride: 32, seed: 4)
    start.negatives = start.negatives.map { $0 % 20 }
    start.words = start.words.map { $0 % 20 }
    let end = kernel.train(start)
    #expect(end.input[20 * 32..<30 * 32] == start.input[20 * 32..<30 * 32])
    #expect(end.output[20 * 32..<30 * 32] == start.output[20 * 32..<30 * 32])
    #expect(end.input != start.input && end.output != start.output)
  }
}
