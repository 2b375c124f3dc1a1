import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("LSTM against its formulas")
struct LSTMGradientTests {
  /// Sizes on both sides of a panel of 16 columns, and lengths that end one by one or together.
  struct Case: CustomTestStringConvertible {
    let input: Int
    let hidden: Int
    let lengths: [Int]
    var testDescription: String { "E \(input), H \(hidden), lengths \(lengths)" }
  }

  private let pool = WorkerPool(threads: 2)

  private func initialStates(_ layers: Int, _ sentences: Int, _ size: Int) -> [LSTMLayer
    .InitialState]
  {
    (0..<layers).map { layer in
      LSTMLayer.InitialState(
        hidden: Matrix(rows: sentences, columns: size, salt: 51 + UInt32(layer)),
        cell: Matrix(rows: sentences, columns: size, salt: 61 + UInt32(layer)))
    }
  }

  private func empty(_ size: Int) -> LSTMLayer.InitialState {
    LSTMLayer.InitialState(
      hidden: Matrix(rows: 0, columns: size), cell: Matrix(rows: 0, columns: size))
  }

  private func check(
    _ parameters: [Parameter], _ plain: PlainStack, layer: Int, direction: Int,
    loss: (PlainStack) -> Double
  ) {
    let paths: [WritableKeyPath<PlainLSTM, Table>] = [
      \.inputWeight, \.hiddenWeight, \.inputBias, \.hiddenBias,
    ]
    let weights: WritableKeyPath<PlainStack, PlainLSTM> = \.layers[layer][direction]
    for (parameter, path) in zip(parameters, paths) {
      let expected = centralDifferences(plain, weights.appending(path: path), loss: loss)
      #expect(relativeError(parameter.gradient, expected) < 1e-5, "\(parameter.name)")
    }
  }

  @Test(
    "One layer: outputs and all gradients, with and without an initial state",
    arguments: [
      Case(input: 1, hidden: 1, lengths: [1]), Case(input: 3, hidden: 4, lengths: [4, 2, 1]),
      Case(input: 5, hidden: 9, lengths: [3, 3, 1, 1]),
      Case(input: 1, hidden: 17, lengths: [2]),
    ], [false, true])
  func oneLayer(size: Case, hasInitial: Bool) {
    let layer = LSTMLayer(
      inputSize: size.input, hiddenSize: size.hidden, prefix: "lstm", suffix: "l0", precision: .f32)
    for (salt, parameter) in layer.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    layer.packWeights(for: .training, pool: pool)
    let layout = SequenceLayout(lengths: size.lengths)
    let input = Matrix(rows: layout.rows, columns: size.input, salt: 11)
    var plain = PlainStack(layer, input: input, layout: layout)
    let initial = hasInitial ? initialStates(1, layout.count, size.hidden)[0] : nil
    if let initial {
      plain.initialHidden = [Table(initial.hidden)]
      plain.initialCell = [Table(initial.cell)]
    }
    layer.forward(input, layout: layout, initial: initial, pool: pool)
    #expect(relativeError(layer.output, plain.outputs()) < 1e-6)

    let weights = Matrix(rows: layout.rows, columns: size.hidden, salt: 12)
    let target = Table(weights)
    let loss = { (model: PlainStack) in model.outputs().inner(target) }
    let (dInput, dInitial) = (Matrix(rows: 0, columns: size.input), empty(size.hidden))
    layer.backward(
      dOutput: weights, input: input, layout: layout, initial: initial, dInput: dInput,
      dInitial: hasInitial ? dInitial : nil, pool: pool)
    check(layer.parameters, plain, layer: 0, direction: 0, loss: loss)
    #expect(relativeError(dInput, centralDifferences(plain, \.input, loss: loss)) < 1e-5)
    guard hasInitial else { return }
    let dHidden = centralDifferences(plain, \.initialHidden[0], loss: loss)
    let dCell = centralDifferences(plain, \.initialCell[0], loss: loss)
    #expect(relativeError(dInitial.hidden, dHidden) < 1e-5)
    #expect(relativeError(dInitial.cell, dCell) < 1e-5)
  }

  private func stack(
    input: Int, hidden: Int, layers: Int, bidirectional: Bool, isResidual: Bool = false,
    dropout: Float = 0, precision: Precision = .f32
  ) -> StackedLSTM {
    let stack = StackedLSTM(
      inputSize: input, hiddenSize: hidden, layerCount: layers, isBidirectional: bidirectional,
      isResidual: isResidual, dropout: dropout, prefix: "lstm", precision: precision)
    for (salt, parameter) in stack.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    stack.packWeights(for: .training, pool: pool)
    return stack
  }

  @Test(
    "Stacks: final states and all gradients, one direction and both, with dropout in between",
    arguments: [(1, false), (2, false), (3, false), (3, true), (4, true)], [false, true])
  func stacks(stack shape: (layers: Int, isResidual: Bool), bidirectional: Bool) {
    let (layers, inputSize, size) = (shape.layers, 2, 3)
    let stack = stack(
      input: inputSize, hidden: size, layers: layers, bidirectional: bidirectional,
      isResidual: shape.isResidual, dropout: 0.4)
    let layout = SequenceLayout(lengths: [3, 2])
    let input = Matrix(rows: layout.rows, columns: inputSize, salt: 31)
    let key = TrainingStep(seed: 5, number: 9)
    var plain = PlainStack(stack, input: input, layout: layout)
    plain.masks = (1..<max(1, layers)).map {
      mask(layer: $0 + 1, rows: layout.rows, columns: stack.outputSize, key)
    }
    stack.forward(input, layout: layout, dropout: key, pool: pool)
    let states = Matrix(rows: 0, columns: stack.outputSize)
    stack.finalStates(into: states, layout: layout)
    #expect(relativeError(states, plain.finalStates()) < 1e-6)

    let weights = Matrix(rows: layout.count, columns: stack.outputSize, salt: 32)
    let target = Table(weights)
    let loss = { (model: PlainStack) in model.finalStates().inner(target) }
    let dInput = Matrix(rows: 0, columns: inputSize)
    stack.setFinalGradient(weights, layout: layout, pool: pool)
    stack.backward(input: input, layout: layout, dInput: dInput, dropout: key, pool: pool)
    for (layer, directions) in stack.layers.enumerated() {
      for (direction, weights) in directions.enumerated() {
        check(weights.parameters, plain, layer: layer, direction: direction, loss: loss)
      }
    }
    #expect(relativeError(dInput, centralDifferences(plain, \.input, loss: loss)) < 1e-5)
  }

  /// The mask that dropout multiplies with, as it is for a matrix of ones.
  private func mask(layer: Int, rows: Int, columns: Int, _ key: TrainingStep) -> Table {
    let ones = Matrix(rows: rows, columns: columns)
    ones.fill(1)
    Dropout(probability: 0.4, layer: layer)
      .apply(to: ones, seed: key.seed, step: key.number, pool: pool)
    return Table(ones)
  }

  @Test("A decoder of two layers starts from a state for each, and gives back its gradients")
  func stackWithInitialStates() {
    let (inputSize, size) = (3, 5)
    let stack = stack(input: inputSize, hidden: size, layers: 2, bidirectional: false)
    let layout = SequenceLayout(lengths: [4, 2, 1])
    let input = Matrix(rows: layout.rows, columns: inputSize, salt: 31)
    let initial = initialStates(2, layout.count, size)
    var plain = PlainStack(stack, input: input, layout: layout)
    plain.initialHidden = initial.map { Table($0.hidden) }
    plain.initialCell = initial.map { Table($0.cell) }
    stack.forward(input, layout: layout, initial: initial, pool: pool)
    #expect(relativeError(stack.topOutput, plain.outputs()) < 1e-6)

    let weights = Matrix(rows: layout.rows, columns: size, salt: 32)
    stack.dTop.copy(from: weights)
    let target = Table(weights)
    let loss = { (model: PlainStack) in model.outputs().inner(target) }
    let (dInput, dInitial) = (Matrix(rows: 0, columns: inputSize), [empty(size), empty(size)])
    stack.backward(
      input: input, layout: layout, initial: initial, dInput: dInput, dInitial: dInitial, pool: pool
    )
    for layer in 0..<2 {
      check(stack.layers[layer][0].parameters, plain, layer: layer, direction: 0, loss: loss)
      let dHidden = centralDifferences(plain, \.initialHidden[layer], loss: loss)
      let dCell = centralDifferences(plain, \.initialCell[layer], loss: loss)
      #expect(relativeError(dInitial[layer].hidden, dHidden) < 1e-5)
      #expect(relativeError(dInitial[layer].cell, dCell) < 1e-5)
    }
    #expect(relativeError(dInput, centralDifferences(plain, \.input, loss: loss)) < 1e-5)
  }

  @Test("A batch leaves nothing behind for the next, larger or smaller")
  func reuse() {
    let reused = stack(input: 3, hidden: 6, layers: 2, bidirectional: true)
    for lengths in [[5, 5, 4, 1], [2], [7, 1], [3, 3, 3, 3, 3]] {
      let layout = SequenceLayout(lengths: lengths)
      let input = Matrix(rows: layout.rows, columns: 3, salt: 41)
      let weights = Matrix(rows: layout.count, columns: 12, salt: 42)
      let fresh = stack(input: 3, hidden: 6, layers: 2, bidirectional: true)
      let results = [reused, fresh].map { stack in
        let (states, dInput) = (Matrix(rows: 0, columns: 12), Matrix(rows: 0, columns: 3))
        stack.forward(input, layout: layout, pool: pool)
        stack.finalStates(into: states, layout: layout)
        stack.setFinalGradient(weights, layout: layout, pool: pool)
        stack.backward(input: input, layout: layout, dInput: dInput, pool: pool)
        return [states.values, dInput.values] + stack.parameters.map(\.gradient.values)
      }
      #expect(results[0] == results[1])
    }
  }

  @Test("Factors rounded to bfloat16 give nearly the same", arguments: [7, 33, 50])
  func rounded(size: Int) {
    let layout = SequenceLayout(lengths: [6, 4, 4, 1])
    let input = Matrix(rows: layout.rows, columns: 9, salt: 31)
    let weights = Matrix(rows: layout.count, columns: 2 * size, salt: 32)
    let results = Precision.allCases.map { precision in
      let stack = StackedLSTM(
        inputSize: 9, hiddenSize: size, layerCount: 1, isBidirectional: true, dropout: 0,
        prefix: "lstm", precision: precision)
      stack.initialize(seed: 3)
      stack.packWeights(for: .training, pool: pool)
      let (states, dInput) = (Matrix(rows: 0, columns: 2 * size), Matrix(rows: 0, columns: 9))
      stack.forward(input, layout: layout, pool: pool)
      stack.finalStates(into: states, layout: layout)
      stack.setFinalGradient(weights, layout: layout, pool: pool)
      stack.backward(input: input, layout: layout, dInput: dInput, pool: pool)
      return [states, dInput] + stack.parameters.map(\.gradient)
    }
    for (exact, rounded) in zip(results[0], results[1]) {
      let error = normalizedSquaredError(rounded, exact)
      #expect(error > 0 && error < 1e-4)
    }
  }
}
