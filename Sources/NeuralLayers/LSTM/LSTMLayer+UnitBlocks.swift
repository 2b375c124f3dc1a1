import TensorKit

extension LSTMLayer {
  /// Some units in every time step: a unit of work, and its scratch memory.
  ///
  /// A block always runs on the same thread, so its weights stay in the cache of one core. It has
  /// few units, so they stay there for all sentences.
  final class UnitBlock: @unchecked Sendable {
    // Safe to share: in each phase of a step one thread writes it; others read it in later ones.
    let units: Range<Int>
    /// The columns of the input that it packs; empty for most blocks.
    let inputs: Range<Int>
    // Every block has its own output buffers. If rows of two threads were adjacent, the prefetcher
    // of one core would take cache lines from the other.
    /// Activated gates of all tokens, for the backward pass: [N × 4 units].
    let activated: Matrix
    /// Cells before the first step, then of all tokens: [B + N × units].
    let cells: Matrix
    /// h of all tokens: [N × units].
    let hidden: Matrix
    /// Gradient of the cells of the current time step: [B × units].
    let dCell: Matrix
    /// Pre-activations of some sentences, later their gradients: [rows × 4 units].
    let z: Matrix
    /// The gradient of h from the following time step: [rows × units].
    let dHidden: Matrix
    /// Cells of the current level and the previous one while encoding: [nodes × units] each.
    let encodedCells: [Matrix]
    /// The columns of the inputs of some tokens while encoding: [rows × inputs].
    let gathered: Matrix
    /// Whether the gates were last computed from the fourth to the first; does not affect results.
    var goesBack = false
    /// Where its units begin among the columns of each gate [4H].
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

    /// `z` in the form that the kernels take.
    var gates: GateBlock { GateBlock(z, row: 0, column: 0, gateStride: units.count) }

    /// The activated gates from a row on, in the form that the kernels take.
    func activated(from row: Int) -> GateBlock {
      GateBlock(activated, row: row, column: 0, gateStride: units.count)
    }

    /// Makes room for a batch and sets the cells before the first step: zeros without an initial
    /// state.
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

  /// The approximate number of units of a block.
  private var unitsOfPart: Int { 256 }

  /// Sentences that go through a time step together: few, so that they stay in the L1 cache, but
  /// more if the weights are floats, which exceed the L2 cache.
  var groupRows: Int { (product.elementBytes > 2 ? 128 : 32).roundedUp(to: product.rowGrain) }

  /// The sentences of a time step, in groups.
  func groups(_ count: Int) -> ChunkedRange { ChunkedRange(0..<count, size: groupRows) }

  /// The blocks for a pool, a multiple of its threads; rebuilt only if the number of threads
  /// changes.
  func parts(_ pool: WorkerPool) -> [UnitBlock] {
    if workspace.threads != pool.threads {
      workspace.threads = pool.threads
      // Blocks begin at a panel of the weights, a panel of dZᵀ and a step of the depth of h.
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

  /// Joins the columns of all blocks: rows `from` … of each go to all rows of `whole`.
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

  /// 0 ..< count in at most `pieces` ranges that begin at multiples of `grain`, as even as
  /// possible.
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
