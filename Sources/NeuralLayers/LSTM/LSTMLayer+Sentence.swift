import TensorKit

extension LSTMLayer {
  /// Encodes one sentence as soon as can be: the bits of `encode` for a batch of one.
  ///
  /// W is read once for all tokens, and the threads meet at every step instead of ending a loop. Where
  /// U is so small that waking another thread takes longer, the calling one works alone.
  func encodeSentence(
    _ reading: Reading, layout: SequenceLayout, keeping kept: Kept, pool: WorkerPool
  ) {
    precondition(
      layout.count == 1 && reading.rows.count == layout.rows, "\(layout.count) sentences")
    for step in tape.steps {
      step.reserve(count: layout.rows, depth: weights.hiddenOffset + hiddenSize)
    }
    let parts = parts(pool)
    let recurrentBytes = 4 * weights.joined[0].bytes(ofDepth: hiddenSize) * hiddenSize / 16
    let threads =
      recurrentBytes < LSTMLayer.bytesWorthAThread ? 1 : min(pool.threads, parts.count)
    pool.runFixed(threads) { thread, _ in
      let own = stride(from: thread, to: parts.count, by: threads)
      for part in own { self.packSentence(reading, layout, parts[part], kept) }
      self.tape.meeting.wait(parties: threads)
      for part in own { self.multiplySentence(reading, parts[part]) }
      for time in 0..<layout.rows {
        for part in own { self.sentenceStep(time, of: layout.rows, parts[part], kept) }
        if time + 1 < layout.rows { self.tape.meeting.wait(parties: threads) }
      }
    }
  }

  /// Recurrent weights that one core reads in about the time that waking another takes.
  private static let bytesWorthAThread = 1 << 18

  /// Packs the part's columns of x of every token.
  private func packSentence(
    _ reading: Reading, _ layout: SequenceLayout, _ part: Part, _ kept: Kept
  ) {
    part.prepareEncoding(layout, kept)
    if part.inputs.isEmpty || reading.isMultiplied { return }
    part.gathered.resize(rows: layout.rows)
    part.gathered.gather(
      reading.rows.span, of: reading.vectors, from: [part.inputs.lowerBound],
      width: part.inputs.count)
    tape.steps[1].packPart(MatrixRegion(part.gathered), at: part.inputs.lowerBound)
  }

  /// W x of every token, to `part.activated`.
  private func multiplySentence(_ reading: Reading, _ part: Part) {
    part.activated.resize(rows: reading.rows.count)
    if reading.isMultiplied {
      part.activated.gather(
        reading.rows.span, of: reading.vectors, from: part.gateColumns, width: part.units.count)
      return
    }
    for gate in 0..<4 {
      tape.steps[1].multiplyBlock(
        rows: 0..<reading.rows.count, by: weights.joined[gate], columns: part.units,
        depth: weights.hiddenOffset, into: part.activated, row: 0,
        column: part.columns(ofGate: gate).lowerBound, accumulate: false)
    }
  }

  /// One time step for some units.
  private func sentenceStep(_ time: Int, of steps: Int, _ part: Part, _ kept: Kept) {
    if time > 0 {
      for gate in 0..<4 {
        tape.steps[time % 2].multiplyBlock(
          rows: 0..<1, by: weights.joined[gate], columns: part.units, from: weights.hiddenOffset,
          into: part.activated, row: time, column: part.columns(ofGate: gate).lowerBound,
          accumulate: true)
      }
    }
    let row = kept == .all ? time : 0
    Kernels.lstmForward(
      part.block(0..<1), z: part.activated(from: time), bias: weights.bias, gates: nil,
      output: part.hidden, outputRow: row)
    if time + 1 < steps {
      packHidden(MatrixRegion(part.hidden, rows: row..<row + 1), time: time + 1, part)
    }
  }
}
