import TensorKit

extension LSTMLayer {
  /// The input of a layer that encodes.
  struct EncoderInput: Sendable {
    /// The table that the tokens index: vectors [· × E], or their products with W [· × 4H].
    let vectors: Matrix
    /// Whether `vectors` are already products with W.
    let isMultiplied: Bool

    init(_ vectors: Matrix, isMultiplied: Bool = false) {
      self.vectors = vectors
      self.isMultiplied = isMultiplied
    }
  }

  /// Which outputs are stored.
  enum OutputSelection {
    /// h of every node: `output` [nodes × H].
    case all
    /// h at the ends of sentences: that of sentence s goes to row `rows[s]`, from `column` on.
    case ends(Matrix, rows: [Int], column: Int)
  }

  /// Runs the nodes of a tree level by level and gives the same bits as `forward`, unless packed for
  /// recurrent products in 8 bits.
  ///
  /// The h and c of a level are dropped once the next level has used them, so there is no backward
  /// pass.
  func encode(
    _ tree: PrefixTree, _ input: EncoderInput, keeping selection: OutputSelection, pool: WorkerPool
  ) {
    precondition(
      input.vectors.columns == (input.isMultiplied ? 4 * hiddenSize : inputSize),
      "vectors of \(input.vectors.columns) columns for \(inputSize) inputs")
    reserveSteps(count: tree.largestLevel)
    if case .all = selection { output.resize(rows: tree.tokens.count) }
    let parts = parts(pool)
    pool.runStatic(parts.count) { part, _ in
      parts[part].prepareEncoding(rows: tree.largestLevel)
      self.packRead(tree, level: 0, input, parts[part])
    }
    for level in 0..<tree.levelCount {
      pool.runStatic(parts.count) { part, _ in
        self.encode(tree, level: level, input, parts[part])
        self.keep(tree, level: level, selection, parts[part])
        self.packHidden(tree, level: level + 1, parts[part])
        self.packRead(tree, level: level + 1, input, parts[part])
      }
    }
  }

  /// One level for some units: the pre-activations as one sum, then the cells.
  private func encode(_ tree: PrefixTree, level: Int, _ input: EncoderInput, _ part: UnitBlock) {
    let cells = part.encodedCells[level % 2]
    let isMultiplied = input.isMultiplied
    let nodes = tree.level(level)
    for group in groups(nodes.count) {
      let inTree = nodes.lowerBound + group.lowerBound..<nodes.lowerBound + group.upperBound
      if isMultiplied {
        part.z.gather(
          tree.tokens.span.extracting(inTree), of: input.vectors, from: part.gateColumns,
          width: part.units.count)
      }
      multiplyRead(
        level % 2, rows: group, hasInput: !isMultiplied, hasPrevious: level > 0, part, into: part.z,
        row: 0)
      if level > 0 {
        cells.gather(
          tree.parents.span.extracting(inTree), of: part.encodedCells[(level + 1) % 2], from: [0],
          width: part.units.count, to: group.lowerBound)
      } else {
        for row in group { cells.clearRow(row) }
      }
      Kernels.lstmForward(
        CellBlock(
          count: group.count, units: part.units, cells: cells, row: group.lowerBound,
          previousRow: group.lowerBound),
        z: part.gates, bias: weights.bias, gates: nil, output: part.hidden,
        outputRow: group.lowerBound)
    }
  }

  /// Makes room for what the time steps read.
  func reserveSteps(count: Int) {
    for step in workspace.steps { step.reserve(count: count, depth: joinedDepth) }
    for step in weights.bytes?.steps ?? [] { step.reserve(count: count) }
  }

  /// Sets the pre-activations of some units to W x, or adds U h' to what they are without
  /// `hasInput`; both as one sum in floats.
  func multiplyRead(
    _ step: Int, rows: Range<Int>, hasInput: Bool, hasPrevious: Bool, _ part: UnitBlock,
    into z: Matrix, row: Int
  ) {
    let (read, middle, bytes) = (workspace.steps[step], weights.hiddenOffset, weights.bytes)
    for gate in 0..<4 {
      let column = part.columns(ofGate: gate).lowerBound
      if hasInput || (hasPrevious && bytes == nil) {
        read.multiplyBlock(
          rows: rows, by: weights.joined[gate], columns: part.units, from: hasInput ? 0 : middle,
          depth: hasPrevious && bytes == nil ? nil : middle, into: z, row: row, column: column,
          accumulate: !hasInput)
      }
      if hasPrevious, let bytes {
        bytes.steps[step].multiplyBlock(
          rows: rows, by: bytes.gates[gate], columns: part.units, into: z, row: row, column: column)
      }
    }
  }

  /// Copies the selected outputs of a level.
  private func keep(_ tree: PrefixTree, level: Int, _ selection: OutputSelection, _ part: UnitBlock)
  {
    let (first, count) = (part.units.lowerBound, part.units.count)
    switch selection {
    case .all:
      for (row, node) in tree.level(level).enumerated() {
        output.copyElements(
          count, toRow: node, column: first, from: part.hidden, row: row, column: 0)
      }
    case .ends(let states, let rows, let column):
      for (place, sentence) in tree.ends[level] {
        states.copyElements(
          count, toRow: rows[sentence], column: column + first, from: part.hidden, row: place,
          column: 0)
      }
    }
  }

  /// Packs h of the parents of a level, for the units of the block.
  private func packHidden(_ tree: PrefixTree, level: Int, _ part: UnitBlock) {
    for group in groups(tree.count(level)) {
      let first = tree.offsets[level] + group.lowerBound
      part.dHidden.gather(
        tree.parents.span.extracting(first..<first + group.count), of: part.hidden, from: [0],
        width: part.units.count)
      packHidden(
        MatrixRegion(part.dHidden, rows: 0..<group.count, columns: 0..<part.units.count),
        firstSentence: group.lowerBound, time: level, part)
    }
  }

  /// Packs x of a level, for the columns of the block.
  private func packRead(_ tree: PrefixTree, level: Int, _ input: EncoderInput, _ part: UnitBlock) {
    if part.inputs.isEmpty || input.isMultiplied { return }
    for group in groups(tree.count(level)) {
      let first = tree.offsets[level] + group.lowerBound
      part.gathered.resize(rows: group.count)
      part.gathered.gather(
        tree.tokens.span.extracting(first..<first + group.count), of: input.vectors,
        from: [part.inputs.lowerBound], width: part.inputs.count)
      workspace.steps[level % 2].packPart(
        MatrixRegion(part.gathered), firstLane: group.lowerBound, at: part.inputs.lowerBound)
    }
  }
}

extension LSTMLayer.UnitBlock {
  /// Makes room for the nodes of a level.
  func prepareEncoding(rows: Int) {
    hidden.resize(rows: rows)
    for cells in encodedCells { cells.resize(rows: rows) }
  }
}
