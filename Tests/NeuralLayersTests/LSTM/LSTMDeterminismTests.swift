import NeuralLayers
import TensorKit
import Testing

@Suite("LSTM gives the same bits")
struct LSTMDeterminismTests {
  private let inputSize = 12

  private func stack(
    hidden: Int, layers: Int, bidirectional: Bool, _ precision: Precision, pool: WorkerPool
  ) -> StackedLSTM {
    let stack = StackedLSTM(
      inputSize: inputSize, hiddenSize: hidden, layerCount: layers, isBidirectional: bidirectional,
      dropout: 0.2, prefix: "lstm", precision: precision)
    stack.initialize(seed: 1)
    stack.packWeights(for: .training, pool: pool)
    return stack
  }

  /// The token vectors of sentence `index`: [length × E].
  private func sentence(_ index: Int, length: Int) -> Matrix {
    Matrix(rows: length, columns: inputSize, salt: 100 + UInt32(index))
  }

  /// The final states of sentences of the given lengths, in the order given.
  private func states(
    _ stack: StackedLSTM, _ sentences: [(index: Int, length: Int)], _ pool: WorkerPool
  ) -> [[Float]] {
    let layout = SequenceLayout(lengths: sentences.map(\.length))
    let input = Matrix(rows: layout.rows, columns: inputSize)
    for (place, (index, length)) in sentences.enumerated() {
      let tokens = sentence(index, length: length)
      for time in 0..<length {
        input.copyRow(layout.row(of: place, at: time), from: tokens, time)
      }
    }
    let states = Matrix(rows: 0, columns: stack.outputSize)
    stack.forward(input, layout: layout, pool: pool)
    stack.finalStates(into: states, layout: layout)
    return (0..<layout.count).map(states.row)
  }

  private static let lengths = [5, 4, 4, 4, 3, 2, 2, 1, 1]

  @Test(
    "The state of a sentence is the same alone and in any batch in any order",
    arguments: [10, 50, 64, 100], Precision.allCases)
  func batchIndependence(hidden: Int, precision: Precision) {
    let pool = WorkerPool(threads: 2)
    let stack = stack(hidden: hidden, layers: 1, bidirectional: true, precision, pool: pool)
    let sentences = Self.lengths.enumerated().map { (index: $0.offset, length: $0.element) }
    let together = states(stack, sentences, pool)
    #expect(together.allSatisfy { $0.contains { $0 != 0 } })
    #expect(Set(together).count == sentences.count)
    for sentence in sentences {
      #expect(states(stack, [sentence], pool) == [together[sentence.index]])
    }
    var random = RandomStream(seed: 1, purpose: .testData)
    for count in [2, 5, 9] {
      // Equally long sentences come in a random order, behind all that are longer.
      let batch = sentences.shuffled(using: &random).prefix(count)
        .enumerated()
        .sorted { ($1.element.length, $0.offset) < ($0.element.length, $1.offset) }
        .map(\.element)
      #expect(states(stack, batch, pool) == batch.map { together[$0.index] })
    }
  }

  @Test("A stack of two layers does not mix sentences either", arguments: Precision.allCases)
  func deepBatchIndependence(precision: Precision) {
    let pool = WorkerPool(threads: 2)
    let stack = stack(hidden: 50, layers: 2, bidirectional: true, precision, pool: pool)
    let sentences = Self.lengths.enumerated().map { (index: $0.offset, length: $0.element) }
    let together = states(stack, sentences, pool)
    for sentence in sentences {
      #expect(states(stack, [sentence], pool) == [together[sentence.index]])
    }
  }

  @Test(
    "States and gradients are the same on one, two and three threads",
    arguments: [10, 50, 100], Precision.allCases)
  func threads(hidden: Int, precision: Precision) {
    let layout = SequenceLayout(lengths: [5, 5, 4, 4, 4, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1])
    let input = Matrix(rows: layout.rows, columns: inputSize, salt: 31)
    let key = TrainingStep(seed: 1, number: 2)
    let results = [1, 2, 3].map { threads in
      let pool = WorkerPool(threads: threads)
      let stack = stack(hidden: hidden, layers: 2, bidirectional: true, precision, pool: pool)
      let (states, dInput) = (
        Matrix(rows: 0, columns: 2 * hidden), Matrix(rows: 0, columns: inputSize)
      )
      stack.forward(input, layout: layout, dropout: key, pool: pool)
      stack.finalStates(into: states, layout: layout)
      stack.setFinalGradient(
        Matrix(rows: layout.count, columns: 2 * hidden, salt: 32), layout: layout,
        pool: pool)
      stack.backward(input: input, layout: layout, dInput: dInput, dropout: key, pool: pool)
      return [states.values, dInput.values] + stack.parameters.map(\.gradient.values)
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
    #expect(results[0].allSatisfy { $0.contains { $0 != 0 } })
  }

  @Test(
    "A decoder with initial states gives the same bits on any number of threads",
    arguments: Precision.allCases)
  func decoderThreads(precision: Precision) {
    let layout = SequenceLayout(lengths: [4, 4, 2, 1, 1])
    let input = Matrix(rows: layout.rows, columns: inputSize, salt: 31)
    let initial = (0..<2).map { layer in
      LSTMLayer.InitialState(
        hidden: Matrix(rows: 5, columns: 50, salt: 33 + UInt32(layer)),
        cell: Matrix(rows: 5, columns: 50, salt: 35 + UInt32(layer)))
    }
    let results = [1, 2, 3].map { threads in
      let pool = WorkerPool(threads: threads)
      let stack = stack(hidden: 50, layers: 2, bidirectional: false, precision, pool: pool)
      let dInput = Matrix(rows: 0, columns: inputSize)
      let dInitial = initial.map { _ in
        LSTMLayer.InitialState(
          hidden: Matrix(rows: 0, columns: 50), cell: Matrix(rows: 0, columns: 50))
      }
      stack.forward(input, layout: layout, initial: initial, pool: pool)
      stack.dTop.copy(from: Matrix(rows: layout.rows, columns: 50, salt: 32))
      stack.backward(
        input: input, layout: layout, initial: initial, dInput: dInput, dInitial: dInitial,
        pool: pool)
      return [stack.topOutput.values, dInput.values] + dInitial.map(\.hidden.values)
        + dInitial.map(\.cell.values) + stack.parameters.map(\.gradient.values)
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }
}
