import TensorKit

extension LSTMLayer {
  /// What a layer reads while it encodes: a row of a matrix for every token.
  struct Reading: Sendable {
    /// The vectors that rows are taken from: [· × E], or their products with W: [· × 4H].
    let vectors: Matrix
    /// Whether `vectors` are products with W already.
    let isMultiplied: Bool
    /// The row of each token, in the order of the layout.
    let rows: [UInt32]

    init(_ vectors: Matrix, isMultiplied: Bool = false, rows: [UInt32]) {
      self.vectors = vectors
      self.isMultiplied = isMultiplied
      self.rows = rows
    }
  }

  /// Which outputs the parts keep when the layer encodes.
  enum Kept {
    /// h of every token: [N × units].
    case all
    /// The last h of every sentence: [B × units].
    case last
  }

  /// Runs a batch for its outputs alone: the bits of `forward`, without what the way back needs.
  ///
  /// The cells are those of one time step, in place. Afterwards there is no way back.
  func encode(_ reading: Reading, layout: SequenceLayout, keeping kept: Kept, pool: WorkerPool) {
    precondition(
      reading.rows.count == layout.rows
        && reading.vectors.columns == (reading.isMultiplied ? 4 * hiddenSize : inputSize),
      "\(reading.rows.count) of \(layout.rows) tokens, \(reading.vectors.columns) columns")
    for step in tape.steps {
      step.reserve(count: layout.count, depth: weights.hiddenOffset + hiddenSize)
    }
    let parts = parts(pool)
    pool.runFixed(parts.count) { part, _ in
      parts[part].prepareEncoding(layout, kept)
      self.packRead(reading, layout, time: 0, parts[part])
    }
    for time in 0..<layout.steps {
      pool.runFixed(parts.count) { part, _ in
        self.encodingStep(time, parts[part], reading, layout, kept)
      }
    }
  }

  /// One time step for some units.
  private func encodingStep(
    _ time: Int, _ part: Part, _ reading: Reading, _ layout: SequenceLayout, _ kept: Kept
  ) {
    let next = time + 1 < layout.steps ? layout.active[time + 1] : 0
    let firstOutput = kept == .all ? layout.offsets[time] : 0
    for group in groups(layout.active[time]) {
      preactivate(group, time: time, part, reading, layout)
      let row = firstOutput + group.lowerBound
      Kernels.lstmForward(
        part.block(group), z: part.gates, bias: weights.bias, gates: nil, output: part.hidden,
        outputRow: row)
      let kept = group.clamped(to: 0..<max(next, group.lowerBound))
      if !kept.isEmpty {
        packHidden(
          MatrixRegion(part.hidden, rows: row..<row + kept.count),
          firstSentence: kept.lowerBound, time: time + 1, part)
      }
    }
    if next > 0 { packRead(reading, layout, time: time + 1, part) }
  }

  /// W x + U h' of some sentences, to `part.z`: one sum, begun from W x where that is known.
  private func preactivate(
    _ group: Range<Int>, time: Int, _ part: Part, _ reading: Reading, _ layout: SequenceLayout
  ) {
    let first = layout.offsets[time] + group.lowerBound
    let isMultiplied = reading.isMultiplied
    if isMultiplied {
      part.z.gather(
        reading.rows.span.extracting(first..<first + group.count), of: reading.vectors,
        from: part.gateColumns, width: part.units.count)
      if time == 0 { return }
    }
    for gate in 0..<4 {
      tape.steps[time % 2].multiplyBlock(
        rows: group, by: weights.joined[gate], columns: part.units,
        from: isMultiplied ? weights.hiddenOffset : 0,
        depth: time > 0 ? nil : weights.hiddenOffset, into: part.z, row: 0,
        column: part.columns(ofGate: gate).lowerBound, accumulate: isMultiplied)
    }
  }

  /// Packs the part's columns of x, gathered some sentences at a time.
  private func packRead(
    _ reading: Reading, _ layout: SequenceLayout, time: Int, _ part: Part
  ) {
    if part.inputs.isEmpty || reading.isMultiplied { return }
    for group in groups(layout.active[time]) {
      let first = layout.offsets[time] + group.lowerBound
      part.gathered.resize(rows: group.count)
      part.gathered.gather(
        reading.rows.span.extracting(first..<first + group.count), of: reading.vectors,
        from: [part.inputs.lowerBound], width: part.inputs.count)
      tape.steps[time % 2].packPart(
        MatrixRegion(part.gathered), firstLane: group.lowerBound, at: part.inputs.lowerBound)
    }
  }

  /// Puts the outputs of all parts together after encoding with `.all`: `output` [N × H].
  func joinEncoded(rows: Int, pool: WorkerPool) {
    output.resize(rows: rows)
    gather({ $0.hidden }, { $0.units }, into: output, pool)
  }

  /// Copies the outputs after encoding with `.last`: sentence p to row `rows[p]` of `states`, from
  /// `column` on.
  func copyEncoded(into states: Matrix, rows: [Int], column: Int) {
    for part in tape.parts {
      for (place, row) in rows.enumerated() {
        states.copyElements(
          part.units.count, toRow: row, column: column + part.units.lowerBound, from: part.hidden,
          row: place, column: 0)
      }
    }
  }
}

extension LSTMLayer.Part {
  /// Makes room for a batch and sets the cells to zero.
  func prepareEncoding(_ layout: SequenceLayout, _ kept: LSTMLayer.Kept) {
    hidden.resize(rows: kept == .all ? layout.rows : layout.count)
    cells.resize(rows: layout.count)
    cells.fill(0)
  }

  /// The cells of some sentences while encoding, in place.
  func block(_ sentences: Range<Int>) -> CellBlock {
    let first = sentences.lowerBound
    return CellBlock(
      count: sentences.count, units: units, cells: cells, row: first, previousRow: first)
  }
}
