import AutoencoderModel
import AutoencoderTestSupport
import DataStructures
import NeuralLayers
import TensorKit
import TestSupport
import Testing

/// States and gradients of every kind of encoder against its formulas in double precision.
@Suite("Encoders against plain ones in double precision")
struct EncoderReferenceTests {
  /// The shape of an encoder.
  struct Shape: CustomTestStringConvertible {
    let encoder: String
    var layers = 1
    var isBidirectional = false
    var embedding = 4
    var hidden = 6

    var testDescription: String {
      "\(encoder), \(layers) layers\(isBidirectional ? ", both directions" : "")"
    }
    var architecture: Architecture {
      Architecture(
        vocabularySize: 11, embeddingSize: embedding, hiddenSize: hidden, layers: layers,
        isBidirectional: isBidirectional, encoder: encoder)
    }
  }

  private static let shapes: [Shape] =
    [
      Shape(encoder: "sum"), Shape(encoder: "sum", embedding: 7),
      Shape(encoder: "lstm"), Shape(encoder: "lstm", layers: 2), Shape(encoder: "lstm", layers: 3),
      Shape(encoder: "lstm", layers: 4, isBidirectional: true),
      Shape(encoder: "lstm", isBidirectional: true),
      Shape(encoder: "lstm", layers: 2, isBidirectional: true, hidden: 4),
      Shape(encoder: "convolution:1"), Shape(encoder: "convolution", hidden: 9),
      // Windows wider than every sentence, and more filters of some widths than of others.
      Shape(encoder: "convolution:16", embedding: 3, hidden: 19),
      // Four heads of one number.
      Shape(encoder: "transformer", embedding: 3, hidden: 4),
    ]
    + [1, 2].flatMap { layers in
      (1...3).map { heads in
        Shape(encoder: "transformer:\(heads)", layers: layers, hidden: heads == 3 ? 6 : 4)
      }
    }

  /// Lengths that differ, with a token that occurs twice in a row; sentences of one token alone.
  private static let batches: [[[UInt32]]] = [[[9, 3], [5, 9, 9, 6, 3], [3]], [[4], [5]]]

  @Test("All kinds are tried here")
  func complete() {
    #expect(
      Set(Self.shapes.map { String($0.encoder.prefix { $0 != ":" }) })
        == Set(EncoderKinds.all.map { $0.name }))
  }

  @Test("The state and the gradient of every weight are those of the formulas", arguments: shapes)
  func agreement(shape: Shape) throws {
    let pool = WorkerPool(threads: 2)
    try shape.architecture.validate()
    let encoder = shape.architecture.makeEncoder(dropout: 0, precision: .f32)
    encoder.initialize(seed: 4)
    // The initial γ and β might be left out, and with small weights every token reads all alike.
    for (number, parameter) in encoder.parameters.enumerated() {
      let noise = normal(parameter.rows, parameter.columns, item: UInt64(10 + number))
      for row in 0..<parameter.rows {
        for column in 0..<parameter.columns {
          parameter.value[row, column] += 0.5 * noise[row, column]
        }
      }
    }
    encoder.packWeights(for: .training, pool: pool)
    for batch in Self.batches { try check(encoder, shape.architecture, batch, pool) }
  }

  private func check(
    _ encoder: any SequenceEncoder, _ architecture: Architecture, _ batch: [[UInt32]],
    _ pool: WorkerPool
  ) throws {
    let step = TrainingStep(seed: 1, number: 0)
    var packed = PackedSentences()
    packed.update(TokenSequences(batch))
    let size = architecture.stateSize
    let states = Matrix(rows: 0, columns: size)
    encoder.forward(packed, step: step, into: states, pool: pool)
    // The loss is Σ c s with a factor c for each number of a state.
    let factors = normal(batch.count, size, item: 1)
    let dStates = Matrix(rows: 0, columns: size)
    dStates.copy(from: factors)
    encoder.backward(dStates, packed, step: step, pool: pool)

    let plain = PlainEncoder(architecture)
    var weights = PlainWeights(encoder.parameters)
    for (number, sentence) in batch.enumerated() {
      let error = relativeError(
        states.row(number).map(Double.init), plain.state(sentence, weights))
      #expect(error < 2e-6, "state \(number)")
    }
    func loss() -> Double {
      batch.indices.reduce(0) {
        $0 + dotProduct(plain.state(batch[$1], weights), factors.row($1).map(Double.init))
      }
    }
    // Floats are rounded by up to 6 × 10⁻⁸ at each of some ten steps: states and the gradients of most
    // rows differ by a few 10⁻⁷. What is left of sums that nearly cancel has the errors of what
    // cancels, so that rows shorter than 0.25 are measured by that.
    for parameter in encoder.parameters {
      for row in 0..<parameter.rows {
        let expected = (0..<parameter.columns).map { column in
          let value = weights[parameter.name][row][column]
          let slope = centralDifference { offset in
            weights[parameter.name][row][column] = value + offset
            return loss()
          }
          weights[parameter.name][row][column] = value
          return slope
        }
        let place = parameter.touchedRows.map { $0.firstIndex(of: row) } ?? row
        // A token that does not occur has no row.
        let found =
          place.map { parameter.gradient.row($0).map(Double.init) }
          ?? expected.map { _ in 0 }
        let error = zip(found, expected).map { $0 - $1 }
        #expect(length(error) < 1e-5 * max(length(expected), 0.25), "\(parameter.name), row \(row)")
      }
    }
  }

  private func length(_ x: [Double]) -> Double { dotProduct(x, x).squareRoot() }

  private func normal(_ rows: Int, _ columns: Int, item: UInt64) -> Matrix {
    var random = RandomStream(seed: 9, purpose: .testData, item: item)
    return Matrix(
      rows: rows, columns: columns, values: (0..<rows * columns).map { _ in random.normal() })
  }
}
