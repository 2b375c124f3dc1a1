import TensorKit

extension LSTMLayer {
  /// The operands of the recurrent product in 8 bits: U h' with integers.
  ///
  /// U has a scale for every row, as in model files of 8 bits. An h lies between −1 and 1 and is
  /// rounded to a multiple of 1/127, whatever the others are, so the state of a sentence does not
  /// depend on its batch. Sums are exact.
  final class ByteOperands {
    /// U of each gate: depth H, H columns.
    let gates: [ByteWeights]
    /// h' of a time step; one is read while the other is written.
    let steps: [ByteRows]

    /// Packs U [4H × H], gate after gate.
    ///
    /// If its rows come from a source, they need no memory besides the operands.
    init(_ weight: Parameter, pool: WorkerPool) {
      let size = weight.columns
      let gates = (0..<4).map { _ in ByteWeights(count: size, depth: size) }
      let side = ByteWeights.panelColumns
      let panels = (size + side - 1) / side
      let source = weight.unreadRows
      let value = source == nil ? weight.value : nil
      pool.run(4 * panels) { number in
        let (gate, panel) = (number / panels, number % panels)
        let rows = gate * size + panel * side..<gate * size + min(size, (panel + 1) * side)
        if let value {
          gates[gate].pack(panel: panel, of: value, row: rows.lowerBound)
        } else {
          let block = Matrix(rows: rows.count, columns: size)
          for row in rows { source?.read(row, into: block, row: row - rows.lowerBound) }
          gates[gate].pack(panel: panel, of: block, row: 0)
        }
      }
      self.gates = gates
      steps = (0..<2).map { _ in ByteRows(depth: size) }
    }
  }
}
