import TensorKit

extension LSTMLayer {
  /// The arguments of the backward pass.
  private struct BackwardInputs: Sendable {
    let input: Matrix
    let layout: SequenceLayout
    let initial: InitialState?
    let dOutput: Matrix
  }

  /// Backpropagation through time: gradients of the weights, of the input and of the initial state.
  ///
  /// `dOutput` [N × H] is the gradient of `output`. `dInput` [N × E] is set unless nil. So is
  /// `dInitial`, [B × H] each, which needs an initial state.
  package func backward(
    dOutput: Matrix, input: Matrix, layout: SequenceLayout, initial: InitialState? = nil,
    dInput: Matrix?, dInitial: InitialState? = nil, pool: WorkerPool
  ) {
    precondition(
      dOutput.rows == layout.rows && dOutput.columns == hiddenSize,
      "\(dOutput.rows) × \(dOutput.columns) for \(layout.rows) tokens of size \(hiddenSize)")
    dInput?.resize(rows: layout.rows)
    prepareBackward(layout, initial)
    let inputs = BackwardInputs(input: input, layout: layout, initial: initial, dOutput: dOutput)
    let parts = parts(pool)
    for time in stride(from: layout.steps - 1, through: 0, by: -1) {
      pool.runStatic(parts.count) { part, _ in self.stepBack(time, parts[part], inputs) }
    }
    if let dInput { inputGradient(layout.steps, weights.inputBack, into: dInput, layout, pool) }
    if let dInitial {
      dInitial.cell.resize(rows: layout.count)
      gather({ $0.dCell }, { $0.units }, into: dInitial.cell, pool)
      dInitial.hidden.resize(rows: layout.count)
      inputGradient(
        min(1, layout.steps), weights.recurrentBack, into: dInitial.hidden, layout, pool)
    }
    clock?.mark("LSTM: back in time")
    packInputs(inputs, pool)
    gradientsOfWeights(pool)
    clock?.mark("LSTM: gradients of the weights")
  }

  private func prepareBackward(_ layout: SequenceLayout, _ initial: InitialState?) {
    for parameter in parameters { parameter.gradient.resize(rows: parameter.rows) }
    inputBias.gradient.fill(0)
    for part in workspace.parts {
      part.dCell.resize(rows: layout.count)
      part.dCell.fill(0)
    }
    if initial == nil {
      workspace.zeros.resize(rows: layout.count)
      workspace.zeros.fill(0)
    }
    let padded = product.paddedDepth(hiddenSize)
    workspace.depths.removeAll(keepingCapacity: true)
    workspace.firstLanes.removeAll(keepingCapacity: true)
    var (depth, lane) = (0, 0)
    for count in layout.active {
      workspace.depths.append(depth)
      workspace.firstLanes.append(lane)
      depth += product.paddedDepth(count)
      lane += count.roundedUp(to: product.leftRows)
    }
    workspace.dGates.reserve(count: lane, depth: 4 * padded)
    workspace.dGatesTransposed.reserve(count: 4 * gateLanes, depth: depth)
    workspace.readRight.reserve(count: readOffset + hiddenSize, depth: depth)
  }

  /// Rows of one gate in dZᵀ, padded.
  private var gateLanes: Int { hiddenSize.roundedUp(to: product.leftRows) }
  /// The column in `readRight` where h' begins, after x.
  private var readOffset: Int { inputSize.roundedUp(to: Product.rightColumns) }

  /// One time step for some units: backward through the gates. The result is packed for both
  /// products while it is in the cache.
  private func stepBack(_ time: Int, _ part: UnitBlock, _ inputs: BackwardInputs) {
    let layout = inputs.layout
    let after = time + 1 < layout.steps ? layout.active[time + 1] : 0
    for group in groups(layout.active[time]) {
      let reached = group.clamped(to: 0..<max(after, group.lowerBound))
      if !reached.isEmpty {
        let first = workspace.firstLanes[time + 1]
        workspace.dGates.multiplyBlock(
          rows: first + reached.lowerBound..<first + reached.upperBound,
          by: weights.recurrentBack, columns: part.units, into: part.dHidden, row: 0, column: 0,
          accumulate: false)
        for row in reached.count..<group.count { part.dHidden.clearRow(row) }
      }
      let row = layout.offsets[time] + group.lowerBound
      Kernels.lstmBackward(
        part.block(group, time: time, layout), gates: part.activated(from: row),
        dOutput: inputs.dOutput, outputRow: row, more: reached.isEmpty ? nil : part.dHidden,
        dCell: part.dCell, dCellRow: group.lowerBound, dz: part.gates)
      packGateGradients(group, time: time, part)
    }
  }

  /// dZ of some sentences and units: summed for the bias, and packed for the next products.
  private func packGateGradients(_ group: Range<Int>, time: Int, _ part: UnitBlock) {
    let padded = product.paddedDepth(hiddenSize)
    for gate in 0..<4 {
      let columns = part.columns(ofGate: gate)
      let first = part.units.lowerBound
      Kernels.addRows(
        0..<group.count, of: part.z, columns: columns, to: inputBias.gradient,
        column: gate * hiddenSize + first)
      let dZ = MatrixRegion(part.z, rows: 0..<group.count, columns: columns)
      workspace.dGates.packPart(
        dZ, firstLane: workspace.firstLanes[time] + group.lowerBound, at: gate * padded + first)
      workspace.dGatesTransposed.packPart(
        dZ, transposed: true, firstLane: gate * gateLanes + first,
        at: workspace.depths[time] + group.lowerBound)
    }
  }

  /// dx = Wᵀ dZ, or dh' = Uᵀ dZ for the first time steps.
  ///
  /// Runs after the loop over time, because in the loop only U should occupy the caches.
  private func inputGradient(
    _ steps: Int, _ weights: PackedMatrix, into result: Matrix, _ layout: SequenceLayout,
    _ pool: WorkerPool
  ) {
    let size = 128.roundedUp(to: product.leftRows)
    workspace.blocks.removeAll(keepingCapacity: true)
    for time in 0..<steps {
      for rows in ChunkedRange(0..<layout.active[time], size: size) {
        workspace.blocks.append((time, rows))
      }
    }
    pool.run(workspace.blocks.count) { number in
      let (time, rows) = self.workspace.blocks[number]
      let first = self.workspace.firstLanes[time]
      self.workspace.dGates.multiplyBlock(
        rows: first + rows.lowerBound..<first + rows.upperBound, by: weights,
        columns: 0..<weights.count, into: result, row: layout.offsets[time] + rows.lowerBound,
        column: 0, accumulate: false)
    }
  }

  /// x and h' of every token, as one right operand in the order of dZᵀ.
  private func packInputs(_ inputs: BackwardInputs, _ pool: WorkerPool) {
    let layout = inputs.layout
    pool.run(layout.steps) { time in
      let count = layout.active[time]
      let input = MatrixRegion(
        inputs.input, rows: layout.offsets[time]..<layout.offsets[time + 1])
      let before = time > 0 ? layout.offsets[time - 1] : 0
      let hidden = MatrixRegion(
        time > 0 ? self.output : inputs.initial?.hidden ?? self.workspace.zeros,
        rows: before..<before + count)
      self.workspace.readRight.packPart(input, at: self.workspace.depths[time])
      self.workspace.readRight.packPart(
        hidden, firstLane: self.readOffset, at: self.workspace.depths[time])
    }
  }

  /// dW = dZᵀ x and dU = dZᵀ h' in one product; db was summed in the loop over time.
  private func gradientsOfWeights(_ pool: WorkerPool) {
    let (left, right) = (workspace.dGatesTransposed, workspace.readRight)
    let blocks = Tiling.even(
      left.count, largest: Tiling.gradientRows(tokens: left.depth, product),
      grain: product.leftRows, threads: pool.threads)
    for weight in [inputWeight, hiddenWeight] { weight.rowSquares.resize(rows: 4 * hiddenSize) }
    while workspace.results.count < pool.threads {
      workspace.results.append(
        Matrix(
          rows: Tiling.largestGradientRows + product.leftRows,
          columns: right.count + Tiling.padding))
    }
    pool.run(blocks.count) { number, worker in
      let (block, result) = (blocks[number], self.workspace.results[worker])
      left.multiplyBlock(
        rows: block, by: right, columns: 0..<right.count, into: result, row: 0, column: 0,
        accumulate: false)
      for lane in block where lane % self.gateLanes < self.hiddenSize {
        let row = lane / self.gateLanes * self.hiddenSize + lane % self.gateLanes
        let place = lane - block.lowerBound
        self.inputWeight.setGradient(row: row, from: result, row: place, column: 0)
        self.hiddenWeight.setGradient(row: row, from: result, row: place, column: self.readOffset)
      }
    }
    hiddenBias.gradient.copy(from: inputBias.gradient)
  }
}
