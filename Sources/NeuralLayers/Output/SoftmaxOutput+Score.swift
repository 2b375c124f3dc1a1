import TensorKit

extension SoftmaxOutput {
  /// Loss over a batch; with `dInput` also all gradients, of `scale` times the mean loss per token.
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
    for rows in ChunkedRange(0..<input.rows, size: length) {
      let segment = Segment(
        rows: rows, input: input, targets: targets[rows], scale: scale / Float(targets.count),
        dInput: dInput)
      exponentiate(segment, pool)
      for row in workspace.rows {
        total.loss += row.loss
        total.correct += row.target_logit == row.largest ? 1 : 0
      }
      total.tokens += rows.count
      if dInput != nil { gradientsOfWeights(segment, pool) }
    }
    return total
  }

  /// Logits to exponentials, with rows and shares of the vocabulary divided among the threads.
  ///
  /// Fills `workspace.rows` and, in training, the gradient of the states.
  private func exponentiate(_ segment: Segment, _ pool: WorkerPool) {
    prepare(segment, pool)
    shift(segment, pool)
    clock?.mark("output: packing the states")
    sumExponentials(segment, pool)
    // Logits may exceed that of the target by more than the range of a float allows. If they are
    // very large, the rounding of bf16 products may also leave all of them far below it.
    if !workspace.rows.allSatisfy(\.isInRange) {
      for row in workspace.rows.indices where !workspace.rows[row].isInRange {
        workspace.rows[row].shift = workspace.rows[row].largest
      }
      sumExponentials(segment, pool)
    }
    if let dInput = segment.dInput { finishGradient(segment, dInput, pool) }
    clock?.mark("output: logits, exponentials, gradient of the states")
  }

  /// Makes room for everything and packs the states.
  private func prepare(_ segment: Segment, _ pool: WorkerPool) {
    let count = segment.rows.count
    states.pack(MatrixRegion(segment.input, rows: segment.rows), pool: pool)
    while workspace.scratch.count < pool.threads {
      workspace.scratch.append(
        Scratch(
          groupRows: groupRows, columns: largestPart, size: weight.columns, product: product))
    }
    guard segment.dInput != nil else { return }
    workspace.exponentialsTransposed.reserve(count: vocabularySize, depth: count)
    while workspace.dStates.count < columnShares.count {
      workspace.dStates.append(Matrix(rows: 0, columns: weight.columns + Tiling.padding))
    }
    for sum in workspace.dStates { sum.resize(rows: count) }
  }

  /// Initializes the shift of every row with the logit of its target.
  ///
  /// Once a model has learned, it is close to the largest logit, and one product computes it.
  private func shift(_ segment: Segment, _ pool: WorkerPool) {
    workspace.rows.removeAll(keepingCapacity: true)
    for target in segment.targets { workspace.rows.append(SoftmaxRow(target: target)) }
    let (weight, bias) = (weight.value, bias.value)
    workspace.rows.withUnsafeSlots { slots in
      pool.run(segment.rows.count, grain: 64) { rows in
        for row in rows {
          let target = Int(slots[row].target)
          slots[row].shift =
            Kernels.dotRow(
              segment.rows.lowerBound + row, of: segment.input, with: target, of: weight)
            + bias[0, target]
        }
      }
    }
  }

  /// Sums the exponentials of all rows under their current shifts.
  private func sumExponentials(_ segment: Segment, _ pool: WorkerPool) {
    let (count, shares) = (segment.rows.count, columnShares)
    workspace.shareRows.removeAll(keepingCapacity: true)
    for _ in shares {
      for row in workspace.rows {
        workspace.shareRows.append(SoftmaxRow(target: row.target, shift: row.shift))
      }
    }
    // Enough bands to keep all threads equally busy.
    let bands = Tiling.even(
      count, largest: count, grain: groupRows,
      threads: leastCommonMultiple(pool.threads, shares.count) / shares.count)
    workspace.shareRows.withUnsafeSlots { slots in
      pool.run(bands.count * shares.count) { number, worker in
        let share = number / bands.count
        self.exponentiate(
          Piece(
            rows: bands[number % bands.count], share: shares[share],
            softmaxRows: slots.slots(share * count..<(share + 1) * count),
            dStates: segment.dInput == nil ? nil : self.workspace.dStates[share]),
          self.workspace.scratch[worker])
      }
    }
    for row in 0..<count {
      var whole = workspace.shareRows[row]
      for share in 1..<shares.count { whole.add(workspace.shareRows[share * count + row]) }
      workspace.rows[row] = whole
    }
  }

  /// Goes through a share of the vocabulary: logits, exponentials e and, in training, e W, while
  /// the values and the weights are in the cache.
  private func exponentiate(_ piece: Piece, _ scratch: Scratch) {
    let (group, weights) = (scratch.group, scratch.weights)
    for part in parts(of: piece.share) {
      weights.pack(part, of: weight.value, forGradients: piece.dStates != nil)
      for rows in ChunkedRange(piece.rows, size: groupRows) {
        states.multiplyBlock(
          rows: rows, by: weights.forward, columns: 0..<part.count, into: group.logits, row: 0,
          column: 0, accumulate: false)
        guard let dStates = piece.dStates else {
          group.exponentiate(
            count: rows.count, part: part, bias: bias.value, rows: piece.softmaxRows,
            first: rows.lowerBound)
          continue
        }
        group.packExponentials(
          count: rows.count, part: part, bias: bias.value, rows: piece.softmaxRows,
          first: rows.lowerBound, transposed: workspace.exponentialsTransposed)
        group.packed.multiplyLeading(
          rows: 0..<rows.count, by: weights.backward, columns: 0..<weights.backward.count,
          into: dStates, row: rows.lowerBound, column: 0,
          accumulate: part.lowerBound > piece.share.lowerBound)
      }
    }
  }

  /// Rows whose logits are processed at a time: whole panels.
  private var groupRows: Int { Blocks.groupRows.roundedUp(to: product.rowGrain) }

  /// Some rows of a segment and a share of the vocabulary: the work of one thread.
  private struct Piece {
    let rows: Range<Int>
    let share: Range<Int>
    /// The rows of the segment, for this share.
    let softmaxRows: UnsafeSlots<SoftmaxRow>
    /// e W of the rows of the segment, for this share; nil unless training.
    let dStates: Matrix?
  }
}
