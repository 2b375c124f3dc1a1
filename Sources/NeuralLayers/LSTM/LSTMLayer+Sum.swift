import TensorKit

extension LSTMLayer {
  /// Weights with which the layer is about a linear map of the sum of its inputs: c ← c + W x.
  ///
  /// W has orthogonal columns (rows if E > H), so that the cosine of two sums stays the same. Input
  /// and output gates are nearly open, and nothing is forgotten, or, if `keepsSum` is false,
  /// everything: then the layer passes on W x. h is small, where tanh is nearly linear. Compare the
  /// identity of Le, Jaitly and Hinton 2015 for recurrent networks of rectified linear units.
  package func initializeAsSum(keepsSum: Bool = true, seed: UInt64) {
    hiddenWeight.value.fill(0)
    inputWeight.value.fill(0)
    hiddenBias.value.fill(0)
    let map = Self.orthogonal(
      rows: min(inputSize, hiddenSize), columns: max(inputSize, hiddenSize), seed: seed,
      name: inputWeight.name)
    let scale = Self.sumScale * (Float(hiddenSize) / Float(inputSize)).squareRoot()
    let cells = gateRows(2)
    for unit in 0..<hiddenSize {
      for column in 0..<inputSize {
        inputWeight.value[cells.lowerBound + unit, column] =
          scale * (inputSize <= hiddenSize ? map[column, unit] : map[unit, column])
      }
      inputBias.value[0, unit] = 2
      inputBias.value[0, hiddenSize + unit] = keepsSum ? 6 : -6
      inputBias.value[0, 2 * hiddenSize + unit] = 0
      inputBias.value[0, 3 * hiddenSize + unit] = 2
    }
  }

  /// The length of the columns of W, times √(E/H).
  private static let sumScale: Float = 0.3

  /// A random matrix whose rows are orthogonal and of length 1, with rows ≤ columns.
  private static func orthogonal(rows: Int, columns: Int, seed: UInt64, name: String) -> Matrix {
    let random = Parameter(name + ".sum", rows: rows, columns: columns)
    random.initialize(uniform: 1, seed: seed)
    let result = random.value
    for row in 0..<rows {
      for other in 0..<row {
        let along = result.withRow(row) { x in result.withRow(other) { Kernels.dot(x, $0) } }
        Kernels.addRow(-along, of: result, other, to: result, row)
      }
      let square = result.withRow(row) { Kernels.sumOfSquares($0) }
      Kernels.scaleRow(row, of: result, by: 1 / square.squareRoot())
    }
    return result
  }
}
