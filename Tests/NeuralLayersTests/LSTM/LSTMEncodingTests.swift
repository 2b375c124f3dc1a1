import DataStructures
import NeuralLayers
import TensorKit
import Testing

@Suite("Encoding without gradients")
struct LSTMEncodingTests {
  /// A stack and how many sentences it reads.
  struct Shape: CustomTestStringConvertible {
    let hidden: Int
    let layers: Int
    let isBidirectional: Bool
    var testDescription: String {
      "H \(hidden), \(layers) layers, \(isBidirectional ? "both directions" : "one direction")"
    }
  }

  static let shapes = [10, 50, 64].flatMap { hidden in
    [1, 2, 4].flatMap { layers in
      [false, true].map { Shape(hidden: hidden, layers: layers, isBidirectional: $0) }
    }
  }

  private static let vocabulary = 61
  private static let inputSize = 12

  private func stack(
    _ shape: Shape, _ precision: Precision, for use: WeightUse = .inference, _ pool: WorkerPool
  ) -> StackedLSTM {
    let stack = StackedLSTM(
      inputSize: Self.inputSize, hiddenSize: shape.hidden, layerCount: shape.layers,
      isBidirectional: shape.isBidirectional, isResidual: shape.layers > 2, dropout: 0,
      prefix: "lstm", precision: precision)
    for (salt, parameter) in stack.parameters.salted(from: 1) { parameter.value.fill(salt: salt) }
    stack.packWeights(for: use, pool: pool)
    return stack
  }

  /// Token ids of sentences of 1 to 9 tokens, the longest first; some begin or end alike, some are
  /// the same.
  private func sentences(_ count: Int) -> [[UInt32]] {
    let lengths = (0..<count).map { 1 + $0 * 7 % 9 }.sorted(by: >)
    return lengths.enumerated().map { number, length in
      (0..<length).map { time in
        let isOwn = (number % 4..<7).contains(time)
        return UInt32((isOwn ? number / 2 * 31 + time * time * 17 : time * 5) % Self.vocabulary)
      }
    }
  }

  private func list(_ sentences: [[UInt32]]) -> TokenSequences {
    var list = TokenSequences()
    for sentence in sentences { list.append { $0 += sentence } }
    return list
  }

  /// The states that training computes.
  private func trained(_ stack: StackedLSTM, _ vectors: Matrix, _ sentences: [[UInt32]]) -> Matrix {
    let pool = WorkerPool(threads: 1)
    let layout = SequenceLayout(lengths: sentences.map(\.count))
    let tokens = (0..<layout.steps).flatMap { time in
      (0..<layout.active[time]).map { sentences[$0][time] }
    }
    let states = Matrix(rows: 0, columns: stack.outputSize)
    stack.forward(vectors.rows(at: tokens.map(Int.init)), layout: layout, pool: pool)
    stack.finalStates(into: states, layout: layout)
    return states
  }

  @Test(
    "Every batch has the bits of training, with a table of input products and without",
    arguments: shapes, Precision.allCases)
  func bits(shape: Shape, precision: Precision) {
    let vectors = Matrix(rows: Self.vocabulary, columns: Self.inputSize, salt: 77)
    for threads in [1, 2] {
      let pool = WorkerPool(threads: threads)
      let stack = stack(shape, precision, pool)
      var table = stack.makeInputTable(vocabularySize: Self.vocabulary)
      for count in [1, 2, 7, 64] {
        let sentences = sentences(count)
        let expected = trained(stack, vectors, sentences)
        #expect(expected.values.contains { $0 != 0 } && expected.isFinite)
        stack.complete(&table, for: sentences.flatMap(\.self), of: { _ in vectors }, pool: pool)
        for table in [nil, table] {
          let states = Matrix(rows: count, columns: stack.outputSize)
          stack.encode(
            list(sentences), of: vectors, table: table, into: states,
            rows: (0..<count).reversed(), pool: pool)
          #expect(states.values == expected.rows(at: (0..<count).reversed()).values)
        }
      }
    }
  }

  @Test("Token by token, a stack has the bits of all tokens at once", arguments: [1, 2, 3, 4])
  func steps(layers: Int) {
    let pool = WorkerPool(threads: 2)
    let shape = Shape(hidden: 10, layers: layers, isBidirectional: false)
    let (stack, other) = (stack(shape, .f32, pool), stack(shape, .f32, pool))
    let input = Matrix(rows: 3 * 5, columns: Self.inputSize, salt: 3)
    let initial = (0..<layers).map { layer in
      LSTMLayer.InitialState(
        hidden: Matrix(rows: 3, columns: 10, salt: 40 + UInt32(layer)),
        cell: Matrix(rows: 3, columns: 10, salt: 50 + UInt32(layer)))
    }
    stack.forward(
      input, layout: SequenceLayout(lengths: [5, 5, 5]), initial: initial, pool: pool)
    for time in 0..<5 {
      let rows = (0..<3).map { time * 3 + $0 }
      other.step(input.rows(at: rows), states: initial, pool: pool)
      #expect(other.topOutput.values == stack.topOutput.rows(at: rows).values)
    }
  }

  @Test(
    "A sentence has the same bits alone and in a batch, whatever came before",
    arguments: shapes, Precision.allCases)
  func alone(shape: Shape, precision: Precision) {
    let pool = WorkerPool(threads: 2)
    let vectors = Matrix(rows: Self.vocabulary, columns: Self.inputSize, salt: 77)
    let stack = stack(shape, precision, pool)
    let sentences = sentences(7) + [(0..<40).map { UInt32($0 * 3 % 61) }]
    for sentence in sentences {
      let expected = trained(stack, vectors, [sentence])
      var table = stack.makeInputTable(vocabularySize: Self.vocabulary)
      #expect(!table.contains(sentence))
      stack.complete(&table, for: sentence, of: { _ in vectors }, pool: pool)
      #expect(table.contains(sentence))
      for table in [table, nil] {
        let state = Matrix(rows: 1, columns: stack.outputSize)
        stack.encode(
          list([sentence]), of: vectors, table: table, into: state, rows: [0], pool: pool)
        #expect(state.values == expected.values)
      }
    }
  }

  @Test("A large layer may split a sentence over threads without changing a bit")
  func largeLayer() {
    let vectors = Matrix(rows: Self.vocabulary, columns: Self.inputSize, salt: 77)
    let pools = [1, 2, 3].map(WorkerPool.init(threads:))
    let shape = Shape(hidden: 300, layers: 1, isBidirectional: false)
    let states = pools.map { pool in
      let stack = stack(shape, .f32, pool)
      let state = Matrix(rows: 1, columns: 300)
      stack.encode(
        list([[5, 3, 60]]), of: vectors, table: nil, into: state, rows: [0], pool: pool)
      return state.values
    }
    #expect(states[0].contains { $0 != 0 })
    #expect(states[1] == states[0] && states[2] == states[0])
  }

  @Test(
    "In 8 bits a state is near that of floats, and the same alone, in any batch and on any threads",
    arguments: shapes)
  func bytes(shape: Shape) {
    let vectors = Matrix(rows: Self.vocabulary, columns: Self.inputSize, salt: 77)
    let sentences = sentences(64)
    let floats = trained(stack(shape, .f32, WorkerPool(threads: 1)), vectors, sentences)
    var first: [Float]?
    for threads in [1, 2, 3] {
      let pool = WorkerPool(threads: threads)
      let stack = stack(shape, .f32, for: .byteEncoding, pool)
      var table = stack.makeInputTable(vocabularySize: Self.vocabulary)
      stack.complete(&table, for: sentences.flatMap(\.self), of: { _ in vectors }, pool: pool)
      for table in [nil, table] {
        let states = Matrix(rows: 64, columns: stack.outputSize)
        stack.encode(
          list(sentences), of: vectors, table: table, into: states, rows: Array(0..<64), pool: pool)
        #expect(states.values == first ?? states.values)
        first = states.values
        for number in [0, 20, 63] {
          let alone = Matrix(rows: 1, columns: stack.outputSize)
          stack.encode(
            list([sentences[number]]), of: vectors, table: table, into: alone, rows: [0], pool: pool
          )
          #expect(alone.values == states.rows(at: [number]).values)
        }
      }
    }
    let differences = zip(first ?? [], floats.values).map { $0 - $1 }
    let difference = differences.reduce(0) { $0 + $1 * $1 }
    let whole = floats.values.reduce(0) { $0 + $1 * $1 }
    #expect(difference > 0, "nothing was rounded")
    #expect(difference < 2e-3 * whole, "\(difference / whole)")
  }

  @Test("Weights that are read from a file are packed in 8 bits as those in memory")
  func bytesOfSource() {
    final class Rows: RowSource {
      let matrix: Matrix
      init(_ matrix: Matrix) { self.matrix = matrix }
      func read(_ row: Int, into target: Matrix, row place: Int) {
        target.copyRow(place, from: matrix, row)
      }
    }
    let pool = WorkerPool(threads: 2)
    let vectors = Matrix(rows: Self.vocabulary, columns: Self.inputSize, salt: 77)
    let shape = Shape(hidden: 50, layers: 1, isBidirectional: false)
    let states = [false, true].map { isRead in
      let stack = stack(shape, .f32, pool)
      if isRead {
        for parameter in stack.parameters {
          parameter.adopt(rowsOf: Rows(parameter.value.rows(at: Array(0..<parameter.rows))))
        }
      }
      stack.packWeights(for: .byteEncoding, pool: pool)
      let state = Matrix(rows: 2, columns: 50)
      stack.encode(
        list([[5, 3, 60], [1, 2]]), of: vectors, table: nil, into: state, rows: [0, 1], pool: pool)
      return state.values
    }
    #expect(states[0] == states[1])
  }

  @Test("Weights that were packed in 8 bits may be packed in floats again")
  func packedAgain() {
    let pool = WorkerPool(threads: 2)
    let vectors = Matrix(rows: Self.vocabulary, columns: Self.inputSize, salt: 77)
    let shape = Shape(hidden: 50, layers: 2, isBidirectional: false)
    let (stack, sentences) = (stack(shape, .f32, for: .byteEncoding, pool), sentences(7))
    func encode() -> [Float] {
      let states = Matrix(rows: 7, columns: 50)
      stack.encode(
        list(sentences), of: vectors, table: nil, into: states, rows: Array(0..<7), pool: pool)
      return Array(states.values)
    }
    let bytes = encode()
    stack.packWeights(for: .inference, pool: pool)
    #expect(encode() == Array(trained(stack, vectors, sentences).values))
    stack.packWeights(for: .byteEncoding, pool: pool)
    #expect(encode() == bytes)
  }

  @Test("A prefix tree has every prefix once, below the prefix that it extends")
  func tree() {
    let tree = PrefixTree(list([[1, 2, 3], [1, 4], [1, 2], [9], [1, 2, 3], [1, 2, 7]]))
    #expect(tree.offsets == [0, 2, 4, 6])
    #expect(tree.tokens == [1, 9, 2, 4, 3, 7])
    #expect(tree.parents == [0, 0, 0, 0, 0, 0])
    let backward = PrefixTree(list([[1, 2, 3], [4, 3], [5, 2, 3], [2]]), reversed: true)
    #expect(backward.tokens == [2, 3, 2, 4, 1, 5])
    #expect(backward.offsets == [0, 2, 4, 6])
    #expect(backward.parents == [0, 0, 1, 1, 0, 0])
  }
}
