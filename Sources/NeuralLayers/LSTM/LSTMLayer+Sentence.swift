import TensorKit

extension LSTMLayer {
  /// Encodes one sentence with the least delay; gives the same bits as `encode`.
  ///
  /// W is read once for all tokens, and the threads meet at a barrier in every step instead of
  /// ending a loop. If U is so small that waking another thread takes longer, the calling thread
  /// works alone.
  func encodeSentence(
    _ tokens: [UInt32], _ input: EncoderInput, keeping selection: OutputSelection, pool: WorkerPool
  ) {
    let steps = tokens.count
    reserveSteps(count: steps)
    if case .all = selection { output.resize(rows: steps) }
    let parts = parts(pool)
    let recurrentBytes =
      4 * hiddenSize * hiddenSize * (weights.bytes == nil ? product.elementBytes : 1)
    let threads =
      recurrentBytes < LSTMLayer.bytesWorthAThread ? 1 : min(pool.threads, parts.count)
    pool.runStatic(threads) { thread, _ in
      let own = stride(from: thread, to: parts.count, by: threads)
      for part in own { self.packSentence(tokens, input, parts[part]) }
      self.workspace.barrier.wait(parties: threads)
      for part in own { self.multiplySentence(tokens, input, parts[part]) }
      for time in 0..<steps {
        for part in own { self.sentenceStep(time, of: steps, parts[part]) }
        if time + 1 < steps { self.workspace.barrier.wait(parties: threads) }
      }
      for part in own { self.keepSentence(selection, parts[part]) }
    }
  }

  /// Bytes of recurrent weights that one core reads in about the time that waking another takes.
  private static let bytesWorthAThread = 1 << 18

  /// Packs x of every token, for the columns of the block.
  private func packSentence(_ tokens: [UInt32], _ input: EncoderInput, _ part: UnitBlock) {
    part.prepareEncoding(rows: tokens.count)
    part.encodedCells[0].clearRow(0)
    if part.inputs.isEmpty || input.isMultiplied { return }
    part.gathered.resize(rows: tokens.count)
    part.gathered.gather(
      tokens.span, of: input.vectors, from: [part.inputs.lowerBound], width: part.inputs.count)
    workspace.steps[1].packPart(MatrixRegion(part.gathered), at: part.inputs.lowerBound)
  }

  /// Writes W x of every token to `part.activated`.
  private func multiplySentence(_ tokens: [UInt32], _ input: EncoderInput, _ part: UnitBlock) {
    part.activated.resize(rows: tokens.count)
    if input.isMultiplied {
      part.activated.gather(
        tokens.span, of: input.vectors, from: part.gateColumns, width: part.units.count)
      return
    }
    for gate in 0..<4 {
      workspace.steps[1].multiplyBlock(
        rows: 0..<tokens.count, by: weights.joined[gate], columns: part.units,
        depth: weights.hiddenOffset, into: part.activated, row: 0,
        column: part.columns(ofGate: gate).lowerBound, accumulate: false)
    }
  }

  /// One time step for some units; `part.hidden` keeps h of every step.
  private func sentenceStep(_ time: Int, of steps: Int, _ part: UnitBlock) {
    multiplyRead(
      time % 2, rows: 0..<1, hasInput: false, hasPrevious: time > 0, part, into: part.activated,
      row: time)
    Kernels.lstmForward(
      CellBlock(
        count: 1, units: part.units, cells: part.encodedCells[0], row: 0, previousRow: 0),
      z: part.activated(from: time), bias: weights.bias, gates: nil, output: part.hidden,
      outputRow: time)
    if time + 1 < steps {
      packHidden(MatrixRegion(part.hidden, rows: time..<time + 1), time: time + 1, part)
    }
  }

  private func keepSentence(_ selection: OutputSelection, _ part: UnitBlock) {
    let (first, count) = (part.units.lowerBound, part.units.count)
    switch selection {
    case .all:
      for row in 0..<part.hidden.rows {
        output.copyElements(
          count, toRow: row, column: first, from: part.hidden, row: row, column: 0)
      }
    case .ends(let states, let rows, let column):
      states.copyElements(
        count, toRow: rows[0], column: column + first, from: part.hidden,
        row: part.hidden.rows - 1, column: 0)
    }
  }
}
