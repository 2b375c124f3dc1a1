import CTensorKernels
import Foundation
import TestSupport
import Testing

@Suite("The gradient of the loss of a window")
struct GradientTests {
  /// −log σ of the center's scores and of the negated scores of negatives, over all contexts.
  private func loss(_ input: [Double], _ output: [Double], _ window: KernelCase) -> Double {
    let w = window.windows[0]
    let contexts = (w.first..<w.last).filter { $0 != w.center }.map { window.words[Int($0)] }
    let outputs = [window.words[Int(w.center)]] + window.negatives
    var sum = 0.0
    for context in contexts {
      for (k, other) in outputs.enumerated() {
        var score = 0.0
        for i in 0..<window.stride {
          score += input[Int(context) * window.stride + i] * output[Int(other) * window.stride + i]
        }
        sum += log1p(exp(k == 0 ? -score : score))
      }
    }
    return sum
  }

  @Test(
    "A step follows the negative gradient of central differences",
    arguments: SkipGramKernel.available)
  func step(kernel: SkipGramKernel) {
    var window = KernelCase.random(
      rows: 9, length: 5, reach: 2, negatives: 4, stride: 16, seed: 5)
    let rate: Float = 1 / 1_024
    // Contexts 4 5 6 4 with a word that occurs twice; negatives with one that occurs twice.
    window.words = [4, 5, 0, 6, 4]
    window.negatives = [1, 2, 2, 3]
    window.windows = [ck_skipgram_window(center: 2, first: 0, last: 5, rate: rate)]
    let input = window.input.map(Double.init)
    let output = window.output.map(Double.init)
    let dInput = centralDifferences(at: input) { loss($0, output, window) }
    let dOutput = centralDifferences(at: output) { loss(input, $0, window) }
    let end = kernel.train(window)
    for (values, changed, gradient) in [
      (window.input, end.input, dInput), (window.output, end.output, dOutput),
    ] {
      for index in values.indices {
        let moved = Double(changed[index] - values[index]) / Double(rate)
        // A repeated context has moved once before its second turn: an error of the order of
        // the rate.
        #expect(abs(moved + gradient[index]) < 3e-3, "\(kernel), weight \(index)")
      }
    }
  }
}
