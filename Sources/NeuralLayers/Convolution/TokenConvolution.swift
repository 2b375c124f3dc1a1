import Foundation
import TensorKit

/// Filters over windows of neighboring tokens; of each filter, the largest response counts.
///
/// s_f = tanh(max over t of (w_f · [x_t; …; x_{t+W−1}] + b_f)), as in Collobert et al. 2011 and Kim
/// 2014. A window begins at every token; beyond the end of a sentence there are zeros. In
/// `torch.nn.Conv1d` the weight w[f, e, j] is ours at row f, column j·E + e.
///
/// Letters: N tokens of a batch, B sentences, E size of a token's vector, F filters, W width.
package final class TokenConvolution: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  /// The number of tokens in a window, W.
  package let width: Int
  /// The number of filters, F.
  package var filters: Int { linear.outputSize }
  private let inputSize: Int
  /// [F × W·E]
  private let linear: LinearLayer
  /// The tokens of every window side by side, and their gradient: [N × W·E].
  private let windows: Matrix
  private let dWindows: Matrix
  /// What each filter responds to each window, and the gradient: [N × F].
  private let responses: Matrix
  private let dResponses: Matrix

  /// Filters of zero weights named `prefix`.weight and `prefix`.bias.
  package init(inputSize: Int, filters: Int, width: Int, prefix: String, precision: Precision) {
    precondition(width > 0, "windows of \(width) tokens")
    self.width = width
    self.inputSize = inputSize
    linear = LinearLayer(
      inputSize: width * inputSize, outputSize: filters, prefix: prefix, precision: precision)
    windows = Matrix(rows: 0, columns: width * inputSize)
    dWindows = Matrix(rows: 0, columns: width * inputSize)
    responses = Matrix(rows: 0, columns: filters)
    dResponses = Matrix(rows: 0, columns: filters)
  }

  package var parameters: [Parameter] { linear.parameters }
  package func initialize(seed: UInt64) { linear.initialize(seed: seed) }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    linear.packWeights(for: use, pool: pool)
  }

  /// Writes s of the sentence at each place of the layout to row `order[place]` of `states`, from
  /// `column` on: [B × F].
  package func forward(
    _ input: Matrix, layout: SequenceLayout, into states: Matrix, order: [Int], column: Int,
    pool: WorkerPool
  ) {
    windows.resize(rows: layout.rows)
    pool.run(layout.count) { [self] place in
      for time in 0..<layout.lengths[place] {
        let row = layout.row(of: place, at: time)
        windows.clearRow(row)
        for offset in 0..<min(width, layout.lengths[place] - time) {
          windows.copyElements(
            inputSize, toRow: row, column: offset * inputSize, from: input,
            row: layout.row(of: place, at: time + offset), column: 0)
        }
      }
    }
    linear.forward(windows, into: responses, pool: pool)
    pool.run(layout.count) { [self] place in
      for filter in 0..<filters {
        let best = largestRow(of: place, filter, layout)
        states[order[place], column + filter] = tanh(responses[best, filter])
      }
    }
  }

  /// The row of the window that a filter responds to most, the first of equal ones.
  private func largestRow(of place: Int, _ filter: Int, _ layout: SequenceLayout) -> Int {
    var best = layout.row(of: place, at: 0)
    for time in 1..<layout.lengths[place] {
      let row = layout.row(of: place, at: time)
      if responses[row, filter] > responses[best, filter] { best = row }
    }
    return best
  }

  /// Sets the gradients of the weights from that of `states`, and adds that of the input of
  /// `forward` to `dInput` [N × E].
  package func backward(
    _ dStates: Matrix, states: Matrix, layout: SequenceLayout, order: [Int], column: Int,
    dInput: Matrix, pool: WorkerPool
  ) {
    dResponses.resize(rows: layout.rows)
    dResponses.fill(0)
    pool.run(layout.count) { [self] place in
      for filter in 0..<filters {
        let state = states[order[place], column + filter]
        dResponses[largestRow(of: place, filter, layout), filter] =
          dStates[order[place], column + filter] * (1 - state * state)
      }
    }
    linear.backward(dOutput: dResponses, input: windows, dInput: dWindows, pool: pool)
    pool.run(layout.count) { [self] place in
      for time in 0..<layout.lengths[place] {
        let row = layout.row(of: place, at: time)
        dWindows.withRow(row) { window in
          for offset in 0..<min(width, layout.lengths[place] - time) {
            dInput.withMutableRow(layout.row(of: place, at: time + offset)) { gradient in
              for index in gradient.indices {
                gradient[index] += window[offset * inputSize + index]
              }
            }
          }
        }
      }
    }
  }
}
