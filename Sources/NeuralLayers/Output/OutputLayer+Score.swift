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
    for start in stride(from: 0, to: input.rows, by: length) {
      let rows = start..<min(input.rows, start + length)
      let segment = Segment(
        rows: rows, input: input, targets: targets[rows], scale: scale / Float(targets.count))
      exponentiate(segment, isTraining: dInput != nil, pool)
      for row in tape.rows {
        total.loss += row.loss
        total.correct += row.targetLogit == row.largest ? 1 : 0
      }
      total.tokens += rows.count
      if let dInput { backward(segment, dInput, pool) }
    }
    return total
  }

  /// Logits to exponentials, rows split among the threads; fills `tape.rows`.
  private func exponentiate(_ segment: Segment, isTraining: Bool, _ pool: WorkerPool) {
    let count = segment.rows.count
    let groupRows = Blocks.groupRows.roundedUp(to: product.rowGrain)
    while tape.groups.count < pool.threads {
      tape.groups.append(LogitGroup(rows: groupRows, columns: Blocks.columns))
    }
    states.pack(MatrixRegion(segment.input, rows: segment.rows), pool: pool)
    clock?.mark("output: packing")
    if isTraining {
      tape.exponentials.reserve(count: count, depth: vocabularySize)
      tape.exponentialsTransposed.reserve(count: vocabularySize, depth: count)
    }
    tape.rows.removeAll(keepingCapacity: true)
    tape.rows.append(contentsOf: repeatElement(RowState(), count: count))
    let bands = WorkBlocks.even(count, largest: 640, grain: groupRows, threads: pool.threads)
    tape.rows.withUnsafeSlots { rows in
      pool.run(bands.count) { number, worker in
        let band = Band(
          rows: bands[number], groupRows: groupRows, segment: segment, states: rows,
          group: self.tape.groups[worker], isTraining: isTraining)
        self.exponentiate(band)
        // A later part reached so far above the first that the range of floats may not suffice.
        guard !band.isInRange else { return }
        band.restart()
        self.exponentiate(band)
      }
    }
    clock?.mark("output: logits, exponentials")
  }

  private func exponentiate(_ band: Band) {
    let group = band.group
    for part in columnParts {
      for rows in band.groups {
        states.multiplyBlock(
          rows: rows, by: forwardWeights, columns: part, into: group.logits, row: 0, column: 0,
          accumulate: false)
        prepare(rows, part, band)
        if band.isTraining {
          group.packExponentials(
            count: rows.count, part: part, bias: bias.value, row: rows.lowerBound,
            into: tape.exponentials, transposed: tape.exponentialsTransposed)
        } else {
          group.exponentiate(count: rows.count, part: part, bias: bias.value)
        }
        takeIn(rows, band)
      }
    }
  }

  /// Sets the shifts of some rows and finds their targets among the columns of a part.
  private func prepare(_ rows: Range<Int>, _ part: Range<Int>, _ band: Band) {
    let group = band.group
    for (at, row) in rows.enumerated() {
      var state = band.states[row]
      let shift =
        state.shift
        ?? Kernels.largestLogit(group.logits, row: at, part: part, bias: bias.value)
      state.shift = shift
      group.shifts[at] = shift
      group.targets[at] = LogitGroup.noTarget
      let target = band.segment.target(row)
      if part.contains(target) {
        group.targets[at] = UInt32(target - part.lowerBound)
        state.targetLogit =
          group.logits[at, target - part.lowerBound] + bias.value[0, target]
      }
      band.states[row] = state
    }
  }

  /// Takes in what a part of some rows contributes.
  private func takeIn(_ rows: Range<Int>, _ band: Band) {
    let group = band.group
    for (at, row) in rows.enumerated() {
      var state = band.states[row]
      state.sum += Double(group.parts[at].sum)
      state.largest = max(state.largest, group.parts[at].largest)
      if group.targets[at] != LogitGroup.noTarget {
        state.targetExponential = group.targetExponentials[at]
      }
      band.states[row] = state
    }
  }

  /// The rows of a segment that one thread takes through the whole vocabulary.
  private struct Band {
    let rows: Range<Int>
    let groupRows: Int
    let segment: Segment
    let states: UnsafeSlots<RowState>
    let group: LogitGroup
    let isTraining: Bool

    var groups: [Range<Int>] {
      stride(from: rows.lowerBound, to: rows.upperBound, by: groupRows).map {
        $0..<min(rows.upperBound, $0 + groupRows)
      }
    }

    var isInRange: Bool { rows.allSatisfy { states[$0].isInRange } }

    /// Begins again with shifts that are certain to suffice.
    func restart() {
      for row in rows {
        var state = RowState()
        state.shift = states[row].largest
        states[row] = state
      }
    }
  }
}
