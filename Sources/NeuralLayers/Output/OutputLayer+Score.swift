import Foundation
import TensorKit

extension OutputLayer {
  /// Loss over a batch; with `dInput` also all gradients, those of the mean loss a token.
  ///
  /// `input` [N × H] are the states, `targets` [N] the tokens to predict; `dInput` is set: [N × H].
  package func score(
    _ input: Matrix, targets: [UInt32], dInput: Matrix?, pool: WorkerPool
  ) -> Score {
    precondition(input.rows == targets.count, "\(input.rows) rows, \(targets.count) targets")
    while scratch.count < pool.threads {
      scratch.append(
        Scratch(vocabularySize: vocabularySize, product: product, precision: precision))
    }
    if let dInput {
      dInput.resize(rows: input.rows)
      weight.gradient.resize(rows: vocabularySize)
      bias.gradient.resize(rows: 1)
      bias.gradient.fill(0)
    }
    var total = Score()
    for start in stride(from: 0, to: input.rows, by: Blocks.segmentRows) {
      let rows = start..<min(input.rows, start + Blocks.segmentRows)
      total.add(score(segment: rows, input, targets, dInput, pool))
    }
    return total
  }

  private func score(
    segment: Range<Int>, _ input: Matrix, _ targets: [UInt32], _ dInput: Matrix?,
    _ pool: WorkerPool
  ) -> Score {
    let blocks = Blocks(tokens: segment.count, product: product, precision: precision)
    states.pack(MatrixRegion(input, rows: segment), pool: pool)
    if dInput != nil {
      dLogitsTransposed.reserve(count: vocabularySize, depth: segment.count)
      partialBias.resize(rows: blocks.count)
    }
    blockScores.removeAll(keepingCapacity: true)
    blockScores.append(contentsOf: repeatElement(Score(), count: blocks.count))
    blockScores.withUnsafeSlots { scores in
      pool.run(blocks.count) { number, worker in
        let first = number * blocks.rows
        let block = Block(
          number: number, offset: first,
          rows: segment.lowerBound
            + first..<min(segment.upperBound, segment.lowerBound + first + blocks.rows),
          scale: 1 / Float(targets.count))
        scores[number] = self.score(block, targets, self.scratch[worker])
        if let dInput { self.backward(block, targets, dInput, self.scratch[worker]) }
      }
    }
    if dInput != nil { gradientsOfWeights(segment, input, pool) }
    return blockScores.reduce(into: Score()) { $0.add($1) }
  }

  /// Some tokens of a segment.
  private struct Block {
    let number: Int
    /// The first token, counted from the start of the segment.
    let offset: Int
    /// The tokens, counted from the start of the batch.
    let rows: Range<Int>
    /// The weight of a token in the mean loss.
    let scale: Float
  }

  /// Stretches of the vocabulary.
  private var columnParts: [Range<Int>] {
    stride(from: 0, to: vocabularySize, by: Blocks.columns).map {
      $0..<min(vocabularySize, $0 + Blocks.columns)
    }
  }

  /// Logits of a block, part by part; leaves their exponentials and what turns these into gradients.
  private func score(_ block: Block, _ targets: [UInt32], _ scratch: Scratch) -> Score {
    let count = block.rows.count
    let columns = columnParts
    let logits = scratch.logits
    logits.resize(rows: count)
    scratch.parts.removeAll(keepingCapacity: true)
    scratch.targetLogits.removeAll(keepingCapacity: true)
    scratch.targetLogits.append(contentsOf: repeatElement(0, count: count))
    for part in columns {
      states.multiplyBlock(
        rows: block.offset..<block.offset + count, by: forwardWeights, columns: part,
        into: logits, row: 0, column: 0, accumulate: false)
      for row in 0..<count {
        scratch.parts.append(
          scratch.exponentials.store(row: row, part: part, of: logits, bias: bias.value))
        let target = Int(targets[block.rows.lowerBound + row])
        if part.contains(target) {
          scratch.targetLogits[row] =
            logits[row, target - part.lowerBound] + bias.value[0, target]
        }
      }
    }
    return finishRows(block, columns, targets, scratch)
  }

  /// From the parts of each row: its loss, its best column, and the factors of its gradient.
  private func finishRows(
    _ block: Block, _ columns: [Range<Int>], _ targets: [UInt32], _ scratch: Scratch
  ) -> Score {
    let count = block.rows.count
    var score = Score()
    score.tokens = count
    scratch.factors.removeAll(keepingCapacity: true)
    for row in 0..<count {
      var best = 0
      var isNumber = true
      for part in columns.indices {
        let largest = scratch.parts[part * count + row].largest
        if largest > scratch.parts[best * count + row].largest { best = part }
        isNumber = isNumber && largest.isFinite
      }
      let largest = scratch.parts[best * count + row].largest
      var sum = 0.0
      for part in columns.indices {
        let piece = scratch.parts[part * count + row]
        sum += Double(piece.sum) * exp(Double(piece.largest - largest))
      }
      for part in columns.indices {
        let piece = scratch.parts[part * count + row]
        let share = exp(Double(piece.largest - largest)) / sum
        scratch.factors.append(Float(share) * block.scale)
      }
      let target = targets[block.rows.lowerBound + row]
      let first = columns[best].lowerBound + Int(scratch.parts[best * count + row].argmax)
      score.correct += first == Int(target) ? 1 : 0
      score.loss +=
        isNumber ? Double(largest) + log(sum) - Double(scratch.targetLogits[row]) : .nan
    }
    return score
  }

  /// Gradient of the logits, part by part, packed both ways; then the gradient of the states.
  private func backward(
    _ block: Block, _ targets: [UInt32], _ dInput: Matrix, _ scratch: Scratch
  ) {
    let count = block.rows.count
    let columns = columnParts
    partialBias.clearRow(block.number)
    scratch.left.reserve(count: count, depth: vocabularySize)
    for (number, part) in columns.enumerated() {
      for row in 0..<count {
        scratch.exponentials.scale(
          row: row, part: part, by: scratch.factors[row * columns.count + number],
          into: scratch.logits)
        let target = Int(targets[block.rows.lowerBound + row])
        if part.contains(target) { scratch.logits[row, target - part.lowerBound] -= block.scale }
        Kernels.addElements(
          part.count, of: scratch.logits, row: row, to: partialBias, row: block.number,
          column: part.lowerBound)
      }
      let region = MatrixRegion(scratch.logits, rows: 0..<count, columns: 0..<part.count)
      scratch.left.packPart(region, at: part.lowerBound)
      dLogitsTransposed.packPart(
        region, transposed: true, firstLane: part.lowerBound, at: block.offset)
    }
    scratch.left.multiplyBlock(
      rows: 0..<count, by: backwardWeights, columns: 0..<dInput.columns, into: dInput,
      row: block.rows.lowerBound, column: 0, accumulate: false)
  }

  /// dW (+)= dLogitsᵀ h, db += Σ dLogits, block after block.
  private func gradientsOfWeights(_ segment: Range<Int>, _ input: Matrix, _ pool: WorkerPool) {
    statesRight.pack(MatrixRegion(input, rows: segment), pool: pool)
    dLogitsTransposed.multiply(
      by: statesRight, into: weight.gradient, accumulate: segment.lowerBound > 0, pool: pool)
    for block in 0..<partialBias.rows {
      Kernels.addRow(of: partialBias, block, to: bias.gradient, 0)
    }
  }
}
