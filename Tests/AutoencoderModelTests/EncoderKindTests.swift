import AutoencoderModel
import DataStructures
import NeuralLayers
import TensorKit
import Testing

/// What every kind of encoder must do.
@Suite("Encoders")
struct EncoderKindTests {
  private static let spellings = [
    "lstm", "sum", "convolution", "convolution:2", "transformer", "transformer:1",
  ]
  private static let sentences: [[UInt32]] = [
    [5, 9, 10, 6, 5, 3], [3], [7, 7, 8, 3], [6, 5, 10, 3], [9, 3],
    [4, 5, 6, 7, 8, 9, 10, 4, 5, 6, 3],
  ]

  private func encoder(
    _ spelling: String, _ pool: WorkerPool
  ) throws -> (any SequenceEncoder, Int) {
    let shape = Architecture(
      vocabularySize: 11, embeddingSize: 6, hiddenSize: 8, layers: 2, encoder: spelling)
    try shape.validate()
    let encoder = shape.makeEncoder(dropout: 0, precision: .f32)
    encoder.initialize(seed: 4)
    encoder.packWeights(for: .training, pool: pool)
    return (encoder, shape.stateSize)
  }

  private func states(
    _ encoder: any SequenceEncoder, _ size: Int, _ sentences: [[UInt32]], _ pool: WorkerPool
  ) -> Matrix {
    var packed = PackedSentences()
    packed.update(TokenSequences(sentences))
    let states = Matrix(rows: 0, columns: size)
    encoder.forward(packed, step: nil, into: states, pool: pool)
    return states
  }

  @Test("All kinds are tried here")
  func complete() {
    #expect(
      Set(Self.spellings.map { String($0.prefix { $0 != ":" }) })
        == Set(EncoderKinds.all.map { $0.name }))
  }

  @Test(
    "A state depends neither on the batch, nor on threads, nor on the way it is computed",
    arguments: spellings)
  func independent(spelling: String) throws {
    let pool = WorkerPool(threads: 2)
    let (encoder, size) = try encoder(spelling, pool)
    let together = states(encoder, size, Self.sentences, pool)
    let single = states(encoder, size, Self.sentences, WorkerPool(threads: 1))
    #expect(together.values == single.values)
    for (number, sentence) in Self.sentences.enumerated() {
      #expect(states(encoder, size, [sentence], pool).values == together.row(number))
    }
    let encoded = Matrix(rows: Self.sentences.count, columns: size)
    let rows = Array(Self.sentences.indices.reversed())
    encoder.encode(TokenSequences(Self.sentences), into: encoded, rows: rows, pool: pool)
    for number in rows { #expect(encoded.row(rows[number]) == together.row(number)) }
  }

  @Test("A transformer needs heads that divide its size")
  func heads() {
    let shape = Architecture(vocabularySize: 9, hiddenSize: 10, encoder: "transformer:4")
    let error = #expect(throws: AutoencoderError.self) { try shape.validate() }
    #expect(error?.description.contains("4 divides") == true)
  }
}
