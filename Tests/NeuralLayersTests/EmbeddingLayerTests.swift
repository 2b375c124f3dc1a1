import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Embedding layer")
struct EmbeddingLayerTests {
  private let pool = WorkerPool(threads: 2)

  private func layer(vocabularySize: Int, size: Int) -> EmbeddingLayer {
    let layer = EmbeddingLayer(vocabularySize: vocabularySize, size: size, prefix: "embedding")
    layer.weight.value.fill(salt: 1)
    return layer
  }

  /// The gradient of the whole table, from the rows that the layer keeps.
  private func wholeGradient(_ layer: EmbeddingLayer) throws -> Table {
    let touched = try #require(layer.weight.touchedRows)
    var whole = Table(rows: layer.weight.value.rows, columns: layer.weight.value.columns)
    #expect(layer.weight.gradient.rows == touched.count)
    for (from, row) in touched.enumerated() {
      for column in 0..<whole.columns {
        whole[row, column] = Double(layer.weight.gradient[from, column])
      }
    }
    return whole
  }

  @Test(
    "Rows are looked up, and gradients those of central differences",
    arguments: [[0], [4, 0, 4, 4, 2], [3, 3, 3], [6, 5, 4, 3, 2, 1, 0, 6]] as [[UInt32]],
    [1, 5, 17])
  func gradients(tokens: [UInt32], size: Int) throws {
    let layer = layer(vocabularySize: 7, size: size)
    let output = Matrix(rows: 0, columns: size)
    layer.forward(tokens, into: output, pool: pool)
    let table = layer.weight.value
    #expect(output.values == tokens.flatMap { table.row(Int($0)) })

    let dOutput = Matrix(rows: tokens.count, columns: size, salt: 2)
    layer.backward(dOutput: dOutput, tokens: tokens, pool: pool)
    #expect(layer.weight.touchedRows == Set(tokens).sorted().map(Int.init))
    let differences = centralDifferences([Table(table)], \.[0]) { model in
      let rows = Table(
        rows: tokens.count, columns: size, values: tokens.flatMap { model[0].row(Int($0)) })
      return rows.inner(Table(dOutput))
    }
    #expect(relativeError(try wholeGradient(layer).values, differences.values) < 1e-5)
  }

  @Test("A batch leaves nothing behind for the next, not even an empty one")
  func reuse() throws {
    let layer = layer(vocabularySize: 9, size: 3)
    layer.backward(
      dOutput: Matrix(rows: 4, columns: 3, salt: 2), tokens: [8, 1, 1, 5], pool: pool)
    let dOutput = Matrix(rows: 2, columns: 3, salt: 3)
    layer.backward(dOutput: dOutput, tokens: [2, 7], pool: pool)
    #expect(layer.weight.touchedRows == [2, 7])
    #expect(layer.weight.gradient.values == dOutput.values)
    layer.backward(dOutput: Matrix(rows: 0, columns: 3), tokens: [], pool: pool)
    #expect(layer.weight.touchedRows == [])
    #expect(layer.weight.gradient.rows == 0)
  }

  @Test("Many tokens, in more than one chunk of work")
  func manyTokens() throws {
    let layer = layer(vocabularySize: 200, size: 2)
    let tokens = (0..<500).map { UInt32($0 * 37 % 151) }
    let output = Matrix(rows: 0, columns: 2)
    layer.forward(tokens, into: output, pool: pool)
    #expect(output.values == tokens.flatMap { layer.weight.value.row(Int($0)) })
    let dOutput = Matrix(rows: 500, columns: 2, salt: 2)
    layer.backward(dOutput: dOutput, tokens: tokens, pool: pool)
    var expected = Table(rows: 200, columns: 2)
    for (row, token) in tokens.enumerated() {
      for column in 0..<2 { expected[Int(token), column] += Double(dOutput[row, column]) }
    }
    #expect(relativeError(try wholeGradient(layer).values, expected.values) < 1e-6)
  }

  @Test("A token outside of the vocabulary stops the program")
  func foreignToken() async {
    await #expect(processExitsWith: .failure) {
      let layer = EmbeddingLayer(vocabularySize: 3, size: 2, prefix: "embedding")
      layer.forward([3], into: Matrix(rows: 0, columns: 2), pool: WorkerPool(threads: 1))
    }
  }
}
