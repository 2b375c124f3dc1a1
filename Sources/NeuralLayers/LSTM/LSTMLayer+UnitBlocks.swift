import TensorKit

extension LSTMLayer {
  /// Some units in every time step: a piece of work, and its scratch memory.
  ///
  /// A part is always run by the same thread, so that its weights stay in the cache of one core, and
  /// has few units, so that they stay there while all sentences come by.
  final class UnitBlock: @unchecked Sendable {
    let units: Range<Int>
    /// The columns of the input that it packs; few parts have any.
    let inputs: Range<Int>
    // What the part writes is its own: where the rows of two threads were neighbours, what one core
    // fetches ahead would be taken from the other.
    /// Activated gates of all tokens, for the way back: [N × 4 units].
    let activated: Matrix
    /// Cells before the first step, then those of all tokens: [B + N × units].
    let cells: Matrix
    /// h of all tokens: [N × units].
    let hidden: Matrix
    /// Gradient of the cells of the current time step: [B × units].
    let dCell: Matrix
    /// Pre-activations of some sentences, or their gradients: [rows × 4 units].
    let z: Matrix
    /// What the step after adds to the gradient of h: [rows × units].
    let dHidden: Matrix
    /// Cells of a level while encoding, and of the level before: [nodes × units] each.
    let encodedCells: [Matrix]
    /// Its columns of what some tokens read, while encoding: [rows × inputs].
    let gathered: Matrix
    /// Whether the gates were last computed from the fourth to the first; no result depends on it.
    var goesBack = false
    /// Where its units begin among the columns of all four gates [4H].
    let gateColumns: [Int]

    init(units: Range<Int>, inputs: Range<Int>, rows: Int, hiddenSize: Int) {
      gateColumns = (0..<4).map { $0 * hiddenSize + units.lowerBound }
      self.units = units
      self.inputs = inputs
      activated = Matrix(rows: 0, columns: 4 * units.count)
      gathered = Matrix(rows: 0, columns: inputs.count)
      encodedCells = (0..<2).map { _ in Matrix(rows: 0, columns: units.count) }
      cells = Matrix(rows: 0, columns: units.count)
      hidden = Matrix(rows: 0, columns: units.count)
      dCell = Matrix(rows: 0, columns: units.count)
      z = Matrix(rows: rows, columns: 4 * units.count + Tiling.padding)
      dHidden = Matrix(rows: rows, columns: units.count + Tiling.padding)
    }

    /// `z` as the kernels take it.
    var gates: GateBlock { GateBlock(z, row: 0, column: 0, gateStride: units.count) }

    /// The activated gates from a row on, as the kernels take them.
    func activated(from row: Int) -> GateBlock {
      GateBlock(activated, row: row, column: 0, gateStride: units.count)
    }

    /// Makes room for a batch and sets the cells before the first step: zeros without an initial state.
    func prepare(_ layout: SequenceLayout, _ initial: InitialState?) {
      activated.resize(rows: layout.rows)
      hidden.resize(rows: layout.rows)
      cells.resize(rows: layout.count + layout.rows)
      for sentence in 0..<layout.count {
        if let initial {
          cells.copyElements(
            units.count, toRow: sentence, column: 0, from: initial.cell, row: sentence,
            column: units.lowerBound)
        } else {
          cells.clearRow(sentence)
        }
      }
    }

    /// The cells of some sentences in a time step.
    func block(_ sentences: Range<Int>, time: Int, _ layout: SequenceLayout) -> CellBlock {
      let first = sentences.lowerBound
      return CellBlock(
        count: sentences.count, units: units, cells: cells,
        row: layout.count + layout.offsets[time] + first,
        previousRow: (time > 0 ? layout.count + layout.offsets[time - 1] : 0) + first)
    }

    /// The columns of `z` that hold a gate.
    func columns(ofGate gate: Int) -> Range<Int> {
      gate * units.count..<(gate + 1) * units.count
    }
  }

  /// About how many units a part has.
  private var unitsOfPart: Int { 256 }

  /// Sentences that go through a time step together: few, so that they stay in the nearest caches, but
  /// more where weights are floats, which the second cache is too small for.
  var groupRows: Int { (product.elementBytes > 2 ? 128 : 32).roundedUp(to: product.rowGrain) }

  /// The sentences of a time step in groups.
  func groups(_ count: Int) -> ChunkedRange { ChunkedRange(0..<count, size: groupRows) }

  /// The parts for a number of threads, a multiple of it; made anew only when that changes.
  func parts(_ pool: WorkerPool) -> [UnitBlock] {
    if workspace.threads != pool.threads {
      workspace.threads = pool.threads
      // Units begin a panel of the weights, one of dZᵀ and a step of the depth of h.
      let grain = leastCommonMultiple(Product.rightColumns, product.rowGrain)
      let rounds = max(1, hiddenSize / (unitsOfPart * pool.threads))
      let units = LSTMLayer.split(hiddenSize, rounds * pool.threads, grain: grain)
      let inputGrain = leastCommonMultiple(Product.rightColumns, product.depthStep)
      let inputs = LSTMLayer.split(inputSize, min(pool.threads, units.count), grain: inputGrain)
      workspace.parts = units.indices.map { index in
        UnitBlock(
          units: units[index], inputs: index < inputs.count ? inputs[index] : inputSize..<inputSize,
          rows: groupRows, hiddenSize: hiddenSize)
      }
    }
    return workspace.parts
  }

  /// Puts the columns of all parts together: rows `from` … of each go to all rows of `whole`.
  func gather(
    _ matrix: @Sendable (UnitBlock) -> Matrix, _ columns: @Sendable (UnitBlock) -> Range<Int>,
    from: Int = 0, into whole: Matrix, _ pool: WorkerPool
  ) {
    let parts = workspace.parts
    pool.run(whole.rows, grain: 64) { rows in
      for part in parts where !columns(part).isEmpty {
        let (source, place) = (matrix(part), columns(part))
        for row in rows {
          whole.copyElements(
            place.count, toRow: row, column: place.lowerBound, from: source, row: from + row,
            column: 0)
        }
      }
    }
  }

  /// 0 ..< count in at most `pieces` ranges that begin at multiples of `grain`, as even as can be.
  private static func split(_ count: Int, _ pieces: Int, grain: Int) -> [Range<Int>] {
    var bounds = [0]
    for piece in 1..<max(2, pieces) where pieces > 1 {
      let bound = (count * piece / pieces + grain / 2) / grain * grain
      if bound > bounds[bounds.count - 1] && bound < count { bounds.append(bound) }
    }
    bounds.append(count)
    return zip(bounds, bounds.dropFirst()).map { $0..<$1 }
  }
}
