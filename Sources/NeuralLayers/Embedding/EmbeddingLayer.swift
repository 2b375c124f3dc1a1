import TensorKit

/// A table of vectors, one row a token: [vocabulary × size], as `torch.nn.Embedding`.
package final class EmbeddingLayer: @unchecked Sendable {
  /// [vocabulary × size]
  package let weight: Parameter

  /// (token, row) pairs of the batch, in one number each, so that sorting groups the tokens.
  private var occurrences: [UInt64] = []
  /// Where in `occurrences` each touched token begins, and where the last ends.
  private var groups: [Int] = []

  /// A table of zeros, named `prefix`.weight.
  package init(vocabularySize: Int, size: Int, prefix: String) {
    weight = Parameter("\(prefix).weight", rows: vocabularySize, columns: size)
  }

  /// Uniform in ±0.1: small beside the gates' inputs, so that no word dominates at the start.
  package func initialize(seed: UInt64) {
    weight.initialize(uniform: 0.1, seed: seed)
  }

  /// Writes the vector of every token to a row of `output`: [tokens.count × size].
  package func forward(_ tokens: [UInt32], into output: Matrix, pool: WorkerPool) {
    output.resize(rows: tokens.count)
    pool.run(tokens.count, grain: 128) { rows in
      for row in rows { output.copyRow(row, from: self.weight.value, Int(tokens[row])) }
    }
  }

  /// Sums the gradient of every token that occurs, in the order of the rows.
  ///
  /// Afterwards `weight.gradient` has a row for each of `weight.touchedRows` and no others.
  package func backward(dOutput: Matrix, tokens: [UInt32], pool: WorkerPool) {
    precondition(dOutput.rows == tokens.count, "\(dOutput.rows) rows, \(tokens.count) tokens")
    group(tokens)
    let gradient = weight.gradient
    gradient.resize(rows: groups.count - 1)
    let (occurrences, groups) = (occurrences, groups)
    pool.run(gradient.rows, grain: 64) { targets in
      for target in targets {
        gradient.clearRow(target)
        for index in groups[target]..<groups[target + 1] {
          let row = Int(UInt32(truncatingIfNeeded: occurrences[index]))
          Kernels.addRow(of: dOutput, row, to: gradient, target)
        }
      }
    }
  }

  private func group(_ tokens: [UInt32]) {
    occurrences.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    var touched = weight.touchedRows ?? []
    touched.removeAll(keepingCapacity: true)
    for (row, token) in tokens.enumerated() {
      occurrences.append(UInt64(token) << 32 | UInt64(row))
    }
    occurrences.sort()
    for (index, occurrence) in occurrences.enumerated() {
      let token = Int(occurrence >> 32)
      if touched.last != token {
        touched.append(token)
        groups.append(index)
      }
    }
    groups.append(occurrences.count)
    weight.touchedRows = touched
  }
}
