import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import DataStructures
import FileFormats
import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Encoders that begin as a sum")
struct SumStartTests {
  private static let sentences = TokenSequences([
    [5, 9, 10, 6, 3], [7, 7, 8, 3], [6, 3], [5, 8, 3],
  ])

  @Test("give about a linear map of the sum of the token vectors", arguments: [(8, 12), (12, 8)])
  func linear(sizes: (embedding: Int, hidden: Int)) {
    let pool = WorkerPool(threads: 1)
    for (layers, isBidirectional) in [(1, false), (2, false), (1, true)] {
      var shape = Architecture(
        vocabularySize: 11, embeddingSize: sizes.embedding, hiddenSize: sizes.hidden)
      (shape.layers, shape.isBidirectional) = (layers, isBidirectional)
      let encoder = LSTMEncoder(shape, dropout: 0, precision: .f32)
      encoder.initialize(seed: 1)
      #expect(encoder.initializeAsSum(seed: 1) > 0)
      // Small vectors, for which tanh is linear.
      encoder.embedding.weight.initialize(uniform: 0.01, seed: 1)
      encoder.packWeights(for: .inference, pool: pool)
      let count = Self.sentences.count
      let states = Matrix(rows: count, columns: LSTMEncoder.stateSize(shape))
      encoder.encode(Self.sentences, into: states, rows: Array(0..<count), pool: pool)
      // The same words in another order, and each alone, which add up.
      let words = TokenSequences((5..<11).map { [UInt32($0)] } + [[3], [8, 3, 7, 7]])
      let parts = Matrix(rows: words.count, columns: states.columns)
      encoder.encode(words, into: parts, rows: Array(0..<words.count), pool: pool)
      for sentence in 0..<count {
        for column in 0..<states.columns {
          var sum: Float = 0
          for token in Self.sentences[sentence] {
            sum += parts[token == 3 ? 6 : Int(token) - 5, column]
          }
          // Each step forgets 1/400.
          #expect(abs(states[sentence, column] - sum) < 0.03 * 0.01)
        }
      }
    }
  }

  @Test("sum: the states and gradients are those of the formula")
  func sumEncoder() {
    let pool = WorkerPool(threads: 2)
    let shape = Architecture(vocabularySize: 11, embeddingSize: 5, hiddenSize: 4)
    let encoder = SumEncoder(shape, dropout: 0, precision: .f32)
    encoder.initialize(seed: 2)
    var packed = PackedSentences()
    packed.update(Self.sentences)
    let states = Matrix(rows: 0, columns: 5)
    encoder.forward(packed, step: nil, into: states, pool: pool)
    let vectors = encoder.embedding.weight.value
    for sentence in 0..<Self.sentences.count {
      for column in 0..<5 {
        let sum = Self.sentences[sentence].reduce(Float(0)) { $0 + vectors[Int($1), column] }
        #expect(abs(states[sentence, column] - sum) < 1e-5)
      }
    }
    let dStates = Matrix(rows: 4, columns: 5, values: (0..<20).map { Float($0) })
    encoder.backward(dStates, packed, step: TrainingStep(seed: 1, number: 0), pool: pool)
    // Token 7 is twice in sentence 1, token 5 once in sentences 0 and 3.
    let weight = encoder.embedding.weight
    #expect(weight.touchedRows == [3, 5, 6, 7, 8, 9, 10])
    #expect(weight.gradient.row(3) == [10, 12, 14, 16, 18])
    #expect(weight.gradient.row(1) == [15, 17, 19, 21, 23])
  }

  @Test("take their token vectors from another model, without those of marks")
  func tokenVectors() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(40)
    var options = TrainingOptions.quick
    options.objectives = [.lexical]
    options.corruptions = [.drop(0.3)]
    let first = try folder.trainer("sum.textae", sentences: sentences, options: options) {
      $0.encoder = "sum"
    }
    #expect(try first.run() == .finished)
    let vectors = try TokenVectors(contentsOf: folder.file("sum.textae"))
    #expect(vectors.dimension == 12 && vectors.words.contains("bread"))
    options.initialization = .sum
    let second = try folder.trainer(
      "lstm.textae", sentences: sentences, options: options, wordVectors: vectors)
    try second.writeCurrentWeights(to: folder.file("start.safetensors"))
    let start = try SafetensorsFile(path: folder.file("start.safetensors"))
    let trained = try SafetensorsFile(path: folder.file("sum.textae/model.safetensors"))
    let (after, before) = (
      try start.floats("encoder.embedding.weight"), try trained.floats("encoder.embedding.weight")
    )
    // The first five tokens are marks.
    #expect(after[..<60].allSatisfy { $0 == 0 })
    let factor = after[60] / before[60]
    for (new, old) in zip(after, before).dropFirst(60) {
      #expect(abs(new - factor * old) < 1e-5 * abs(factor))
    }
    #expect(try second.run() == .finished)
  }

  @Test("learn at a rate of their own, and so do the token vectors")
  func rate() throws {
    let folder = try TemporaryFolder()
    let layers = ["encoder", "decoder"].flatMap {
      ["\($0).lstm.weight_ih_l0", "\($0).embedding.weight"]
    }
    func changes(_ name: String, _ configure: (inout TrainingOptions) -> Void) throws
      -> [String: Float]
    {
      var options = TrainingOptions.quick
      options.epochs = 1
      configure(&options)
      let trainer = try folder.trainer(
        name, sentences: TinyLanguage.sentences(40), options: options)
      try trainer.writeCurrentWeights(to: folder.file("a.safetensors"))
      #expect(try trainer.run() == .finished)
      try trainer.writeCurrentWeights(to: folder.file("b.safetensors"))
      let (a, b) = (
        try SafetensorsFile(path: folder.file("a.safetensors")),
        try SafetensorsFile(path: folder.file("b.safetensors"))
      )
      return try Dictionary(
        uniqueKeysWithValues: layers.map { name in
          let squares = try zip(a.floats(name), b.floats(name)).map { ($0 - $1) * ($0 - $1) }
          return (name, squares.reduce(0, +).squareRoot())
        })
    }
    let usual = try changes("usual.textae") { _ in }
    let slowEncoder = try changes("encoder.textae") { $0.encoderLearningRateFactor = 0.01 }
    let slowTokens = try changes("tokens.textae") { $0.embeddingLearningRateFactor = 0.01 }
    for (layer, change) in usual {
      let (encoder, tokens) = (slowEncoder[layer] ?? 0, slowTokens[layer] ?? 0)
      #expect(
        layer.hasPrefix("encoder") ? encoder < 0.02 * change : encoder > 0.5 * change, "\(layer)")
      #expect(
        layer.contains("embedding") ? tokens < 0.02 * change : tokens > 0.5 * change, "\(layer)")
    }
  }
}
