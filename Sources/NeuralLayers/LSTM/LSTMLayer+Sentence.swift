import TensorKit

extension LSTMLayer {
  /// Encodes one sentence as soon as can be: the bits of `encode` for a batch of one.
  ///
  /// W is read once for all tokens, and the threads meet at every step instead of ending a loop. Where
  /// U is so small that waking another thread takes longer, the calling one works alone.
  func encodeSentence(_ reading: Reading, keeping kept: Kept, pool: WorkerPool) {
    let steps = reading.rows.count
    output.resize(rows: kept == .all ? steps : 1)
    tape.cells.resize(rows: 1)
    tape.cells.fill(0)
    tape.preactivations.resize(rows: steps)
    for step in tape.steps {
      step.reserve(count: steps, depth: weights.hiddenOffset + hiddenSize)
    }
    let parts = parts(pool)
    let recurrentBytes = 4 * weights.joined[0].bytes(ofDepth: hiddenSize) * hiddenSize / 16
    let threads =
      recurrentBytes < LSTMLayer.bytesWorthAThread ? 1 : min(pool.threads, parts.count)
    let meeting = tape.meeting
    pool.runFixed(threads) { thread, _ in
      self.startSentence(reading, thread, threads, parts)
      for time in 0..<steps {
        for part in stride(from: thread, to: parts.count, by: threads) {
          self.sentenceStep(time, of: steps, parts[part], kept)
        }
        if time + 1 < steps { meeting.wait(parties: threads) }
      }
    }
  }

  /// Recurrent weights that one core reads in about the time that waking another takes.
  private static let bytesWorthAThread = 1 << 18

  /// W x of every token, for the parts of a thread.
  private func startSentence(
    _ reading: Reading, _ thread: Int, _ threads: Int, _ parts: [Part]
  ) {
    let z = tape.preactivations
    if !reading.isMultiplied {
      for part in stride(from: thread, to: parts.count, by: threads) {
        packSentence(reading, parts[part])
      }
      tape.meeting.wait(parties: threads)
    }
    for number in stride(from: thread, to: parts.count, by: threads) {
      let part = parts[number]
      for gate in 0..<4 {
        let column = gate * hiddenSize + part.units.lowerBound
        if reading.isMultiplied {
          for (row, source) in reading.rows.enumerated() {
            z.copyElements(
              part.units.count, toRow: row, column: column, from: reading.vectors,
              row: Int(source), column: column)
          }
        } else {
          tape.steps[1].multiplyBlock(
            rows: 0..<reading.rows.count, by: weights.joined[gate], columns: part.units,
            depth: weights.hiddenOffset, into: z, row: 0, column: column, accumulate: false)
        }
      }
    }
  }

  /// Packs the part's columns of x of every token.
  private func packSentence(_ reading: Reading, _ part: Part) {
    if part.inputs.isEmpty { return }
    part.gathered.resize(rows: reading.rows.count)
    part.gathered.gather(
      reading.rows.span, of: reading.vectors, from: [part.inputs.lowerBound],
      width: part.inputs.count)
    tape.steps[1].packPart(MatrixRegion(part.gathered), at: part.inputs.lowerBound)
  }

  /// One time step for some units.
  private func sentenceStep(_ time: Int, of steps: Int, _ part: Part, _ kept: Kept) {
    let units = part.units
    if time > 0 {
      for gate in 0..<4 {
        // All of x was packed in the second operand, whose columns of h are those of odd steps.
        tape.steps[time % 2].multiplyBlock(
          rows: 0..<1, by: weights.joined[gate], columns: units, from: weights.hiddenOffset,
          into: tape.preactivations, row: time, column: gate * hiddenSize + units.lowerBound,
          accumulate: true)
      }
    }
    let row = kept == .all ? time : 0
    Kernels.lstmForward(
      cells(0..<1, units),
      z: GateBlock(
        tape.preactivations, row: time, column: units.lowerBound, gateStride: hiddenSize),
      bias: weights.bias, gates: nil, output: output, outputRow: row)
    if time + 1 < steps { packHidden(output, 0..<1, from: row, time: time + 1, part) }
  }
}
