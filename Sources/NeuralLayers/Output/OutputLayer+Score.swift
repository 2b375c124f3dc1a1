import TensorKit

extension OutputLayer {
  /// Loss over a batch; with `dInput` also all gradients, those of `scale` times the mean loss a token.
  ///
  /// `input` [N × H] are the states, `targets` [N] the tokens to predict; `dInput` is set: [N × H].
  package func score(
    _ input: Matrix, targets: [UInt32], scale: Float = 1, dInput: Matrix?, pool: WorkerPool
  ) -> Score {
    precondition(input.rows == targets.count, "\(input.rows) rows, \(targets.count) targets")
    if let dInput {
      dInput.resize(rows: input.rows)
      weight.gradient.resize(rows: vocabularySize)
      bias.gradient.resize(rows: 1)
    }
    var total = Score()
    let length = Blocks.segmentRows(vocabularySize: vocabularySize)
    for rows in RangePieces(0..<input.rows, size: length) {
      let segment = Segment(
        rows: rows, input: input, targets: targets[rows], scale: scale / Float(targets.count))
      exponentiate(segment, dInput, pool)
      for row in tape.rows {
        total.loss += row.loss
        total.correct += row.target_logit == row.largest ? 1 : 0
      }
      total.tokens += rows.count
      if dInput != nil { gradientsOfWeights(segment, pool) }
    }
    return total
  }

  /// Logits to exponentials, rows split among the threads; fills `tape.rows` and, unless it is nil,
  /// `dInput`.
  private func exponentiate(_ segment: Segment, _ dInput: Matrix?, _ pool: WorkerPool) {
    let count = segment.rows.count
    let groupRows = Blocks.groupRows.roundedUp(to: product.rowGrain)
    prepareScratch(groupRows: groupRows, pool)
    states.pack(MatrixRegion(segment.input, rows: segment.rows), pool: pool)
    clock?.mark("output: packing")
    if dInput != nil {
      tape.exponentialsTransposed.reserve(count: vocabularySize, depth: count)
    }
    tape.rows.removeAll(keepingCapacity: true)
    for target in segment.targets { tape.rows.append(SoftmaxRow(target: target)) }
    let bands = WorkBlocks.even(
      count, largest: Blocks.bandRows, grain: groupRows, threads: pool.threads)
    tape.rows.withUnsafeSlots { rows in
      pool.run(bands.count) { number, worker in
        let band = Band(
          rows: bands[number], groupRows: groupRows, segment: segment, states: rows,
          group: self.tape.groups[worker], dStates: self.tape.results[worker], dInput: dInput)
        self.exponentiate(band, findingShifts: true)
        // A later part may reach so far above the first that the range of floats does not suffice.
        if !band.isInRange {
          band.restart()
          self.exponentiate(band, findingShifts: false)
        }
        if let dInput { self.finishGradient(band, dInput) }
      }
    }
    clock?.mark("output: logits, exponentials, gradient of the states")
  }

  /// Through the vocabulary: logits, exponentials e and, if training, e W, all while they are near.
  private func exponentiate(_ band: Band, findingShifts: Bool) {
    let group = band.group
    for part in columnParts {
      for rows in band.groups {
        states.multiplyBlock(
          rows: rows, by: forwardWeights, columns: part, into: group.logits, row: 0, column: 0,
          accumulate: false)
        if part.lowerBound == 0 && findingShifts {
          group.setShifts(
            count: rows.count, part: part, bias: bias.value, rows: band.states,
            first: rows.lowerBound)
        }
        guard band.dInput != nil else {
          group.exponentiate(
            count: rows.count, part: part, bias: bias.value, rows: band.states,
            first: rows.lowerBound)
          continue
        }
        group.packExponentials(
          count: rows.count, part: part, bias: bias.value, rows: band.states,
          first: rows.lowerBound, transposed: tape.exponentialsTransposed)
        group.packed.multiplyBlock(
          rows: 0..<rows.count, by: backwardWeights, stretch: part,
          columns: 0..<backwardWeights.count, into: band.dStates,
          row: rows.lowerBound - band.rows.lowerBound, column: 0, accumulate: part.lowerBound > 0)
      }
    }
  }

  /// Room for the logits of a group and for a block of a product in each thread.
  private func prepareScratch(groupRows: Int, _ pool: WorkerPool) {
    while tape.groups.count < pool.threads {
      tape.groups.append(
        LogitGroup(rows: groupRows, columns: Blocks.columns, product: product))
    }
    while tape.results.count < pool.threads {
      tape.results.append(
        Matrix(
          rows: Blocks.bandRows + groupRows,
          columns: weight.value.columns + WorkBlocks.padding))
    }
  }

  /// The rows of a segment that one thread takes through the whole vocabulary.
  struct Band {
    let rows: Range<Int>
    let groupRows: Int
    let segment: Segment
    let states: UnsafeSlots<SoftmaxRow>
    let group: LogitGroup
    /// e W of the rows.
    let dStates: Matrix
    /// Where the gradient goes; nil unless training.
    let dInput: Matrix?

    var groups: RangePieces { RangePieces(rows, size: groupRows) }

    var isInRange: Bool { rows.allSatisfy { states[$0].isInRange } }

    /// Begins again with shifts that are certain to suffice.
    func restart() {
      for row in rows {
        states[row] = SoftmaxRow(target: states[row].target, shift: states[row].largest)
      }
    }
  }
}
