import NeuralLayers
import TensorKit
import TestSupport
import Testing

/// Outputs, states and gradients of `torch.nn.LSTM` over packed sentences of mixed lengths.
@Suite("LSTM against PyTorch")
struct LSTMGoldenTests {
  /// What make_goldens.py writes for an LSTM.
  struct Golden: Decodable, CustomTestStringConvertible {
    let inputSize: Int
    let hiddenSize: Int
    let layers: Int
    let bidirectional: Bool
    let lengths: [Int]
    let lossOfFinalStates: Bool
    let output: [Double]
    let finalHidden: [Double]
    let finalCell: [Double]
    let gradients: [String: [Double]]
    let dInput: [Double]
    let dInitialHidden: [Double]?
    let dInitialCell: [Double]?

    var testDescription: String {
      "E \(inputSize), H \(hiddenSize), \(layers) layers, "
        + (bidirectional ? "both directions" : "one direction")
        + (dInitialCell == nil ? "" : ", initial state")
        + (lossOfFinalStates ? ", final states" : "")
    }
  }

  private let pool = WorkerPool(threads: 2)

  @Test(
    "Everything agrees to five digits",
    arguments: try GoldenFile.decode("lstm.json", as: [Golden].self))
  func agreement(golden: Golden) {
    let stack = StackedLSTM(
      inputSize: golden.inputSize, hiddenSize: golden.hiddenSize, layerCount: golden.layers,
      isBidirectional: golden.bidirectional, dropout: 0, prefix: "lstm", precision: .f32)
    for (salt, parameter) in stack.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    stack.packWeights(for: .training, pool: pool)
    let layout = SequenceLayout(lengths: golden.lengths)
    let input = Matrix(rows: layout.rows, columns: golden.inputSize, salt: 101)
    let initial = golden.dInitialHidden == nil ? [] : initialStates(golden)
    stack.forward(input, layout: layout, initial: initial, pool: pool)
    checkStates(stack, layout, golden)

    let dInput = Matrix(rows: 0, columns: golden.inputSize)
    let dInitial = initial.map { _ in
      LSTMLayer.InitialState(
        hidden: Matrix(rows: 0, columns: golden.hiddenSize),
        cell: Matrix(rows: 0, columns: golden.hiddenSize))
    }
    if golden.lossOfFinalStates {
      stack.setFinalGradient(
        Matrix(rows: layout.count, columns: stack.outputSize, salt: 104), layout: layout,
        pool: pool)
    } else {
      stack.dTop.copy(from: Matrix(rows: layout.rows, columns: stack.outputSize, salt: 104))
    }
    stack.backward(
      input: input, layout: layout, initial: initial, dInput: dInput, dInitial: dInitial, pool: pool
    )

    check(dInput.values, golden.dInput, "dInput")
    #expect(golden.gradients.count == stack.parameters.count)
    for parameter in stack.parameters {
      let name = String(parameter.name.dropFirst("lstm.".count))
      check(parameter.gradient.values, golden.gradients[name] ?? [], parameter.name)
    }
    if let dHidden = golden.dInitialHidden, let dCell = golden.dInitialCell {
      check(dInitial.flatMap(\.hidden.values), dHidden, "dInitial.hidden")
      check(dInitial.flatMap(\.cell.values), dCell, "dInitial.cell")
    }
  }

  /// The same numbers as in the script, layer after layer: [layers × B × H].
  private func initialStates(_ golden: Golden) -> [LSTMLayer.InitialState] {
    let (rows, columns) = (golden.lengths.count, golden.hiddenSize)
    func matrices(salt: UInt32) -> [Matrix] {
      let all = testNumbers(golden.layers * rows * columns, salt: salt)
      return (0..<golden.layers).map { layer in
        let part = all[layer * rows * columns..<(layer + 1) * rows * columns]
        return Matrix(rows: rows, columns: columns, values: Array(part))
      }
    }
    return zip(matrices(salt: 102), matrices(salt: 103)).map {
      LSTMLayer.InitialState(hidden: $0, cell: $1)
    }
  }

  /// The last h and c of every layer and direction, and all outputs of the top layer.
  private func checkStates(_ stack: StackedLSTM, _ layout: SequenceLayout, _ golden: Golden) {
    let lastRows = (0..<layout.count).map(layout.lastRow)
    let directions = Array(stack.layers.joined())
    let hidden = directions.flatMap { $0.output.rows(at: lastRows).values }
    let cells = directions.flatMap { direction in
      let cells = Matrix(rows: 0, columns: direction.hiddenSize)
      direction.copyCells(into: cells, pool: pool)
      return cells.rows(at: lastRows).values
    }
    check(hidden, golden.finalHidden, "final h")
    check(cells, golden.finalCell, "final c")
    check(joinedOutputs(stack, layout), golden.output, "outputs")

    // torch keeps the directions of the last states apart: [directions × B × H].
    let states = Matrix(rows: 0, columns: stack.outputSize)
    stack.finalStates(into: states, layout: layout)
    let size = golden.hiddenSize
    let top = golden.finalHidden.suffix(stack.outputSize * layout.count)
    var joined = Table(rows: layout.count, columns: stack.outputSize)
    for (index, value) in top.enumerated() {
      let (direction, rest) = index.quotientAndRemainder(dividingBy: layout.count * size)
      joined[rest / size, direction * size + rest % size] = value
    }
    check(states.values, joined.values, "joined final h")
  }

  /// The outputs of the top layer in reading order, the directions side by side.
  private func joinedOutputs(_ stack: StackedLSTM, _ layout: SequenceLayout) -> [Float] {
    let top = stack.layers[stack.layers.count - 1]
    var joined: [Float] = []
    for time in 0..<layout.steps {
      for sentence in 0..<layout.active[time] {
        joined += top[0].output.row(layout.row(of: sentence, at: time))
        if top.count == 2 {
          joined += top[1].output.row(layout.mirroredRow(of: sentence, at: time))
        }
      }
    }
    return joined
  }

  private func check(_ actual: [Float], _ expected: [Double], _ what: String) {
    let error = relativeError(actual.map(Double.init), expected)
    #expect(error < 1e-5, "\(what) differs by \(error)")
  }
}
