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
    while tape.logits.count < pool.threads {
      tape.logits.append(Matrix(rows: groupRows, columns: Blocks.columns))
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
          logits: self.tape.logits[worker], isTraining: isTraining)
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
    for part in columnParts {
      for group in band.groups {
        states.multiplyBlock(
          rows: group, by: forwardWeights, columns: part, into: band.logits, row: 0, column: 0,
          accumulate: false)
        for row in group { take(row, at: row - group.lowerBound, part, band) }
        guard band.isTraining else { continue }
        let region = MatrixRegion(
          band.logits, rows: 0..<group.count, columns: 0..<part.count)
        tape.exponentials.packPart(region, firstLane: group.lowerBound, at: part.lowerBound)
        tape.exponentialsTransposed.packPart(
          region, transposed: true, firstLane: part.lowerBound, at: group.lowerBound)
      }
    }
  }

  /// Takes in a part of a row, which is row `at` of the logits.
  private func take(_ row: Int, at: Int, _ part: Range<Int>, _ band: Band) {
    var state = band.states[row]
    let logits = band.logits
    let shift =
      state.shift ?? Kernels.largestLogit(logits, row: at, part: part, bias: bias.value)
    state.shift = shift
    let target = band.segment.target(row)
    let isTarget = part.contains(target)
    if isTarget {
      state.targetLogit = logits[at, target - part.lowerBound] + bias.value[0, target]
    }
    let piece = Kernels.exponentials(logits, row: at, part: part, bias: bias.value, shift: shift)
    state.sum += Double(piece.sum)
    state.largest = max(state.largest, piece.largest)
    if isTarget {
      state.targetExponential = logits[at, target - part.lowerBound]
      logits[at, target - part.lowerBound] = 0
    }
    band.states[row] = state
  }

  /// The rows of a segment that one thread takes through the whole vocabulary.
  private struct Band {
    let rows: Range<Int>
    let groupRows: Int
    let segment: Segment
    let states: UnsafeSlots<RowState>
    let logits: Matrix
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
