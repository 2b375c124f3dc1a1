import NeuralLayers
import TensorKit
import Testing

@Suite("Layers give the same bits on any number of threads")
struct LayerDeterminismTests {
  @Test(
    "Output layer, over blocks that threads share out", arguments: Precision.allCases, [37, 2_100])
  func output(precision: Precision, vocabulary: Int) {
    let input = Matrix(rows: 450, columns: 20, salt: 1)
    let targets = (0..<450).map { UInt32($0 * 13 % vocabulary) }
    var scores: [SoftmaxOutput.Score] = []
    let results = [1, 2, 3, 9].map { threads in
      let pool = WorkerPool(threads: threads)
      let layer = SoftmaxOutput(
        inputSize: 20, vocabularySize: vocabulary, prefix: "output", precision: precision)
      layer.initialize(seed: 1)
      let dInput = Matrix(rows: 0, columns: 20)
      scores.append(layer.score(input, targets: targets, dInput: dInput, pool: pool))
      return [dInput.values] + layer.parameters.map(\.gradient.values)
    }
    #expect(scores.allSatisfy { $0 == scores[0] })
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test("Bag of words, over blocks that threads share out", arguments: Precision.allCases)
  func bagOfWords(precision: Precision) {
    let input = Matrix(rows: 301, columns: 20, salt: 1)
    let bags = WordBags(300) { sentence in
      (0..<7).map { UInt32((sentence * 31 + $0 * 97) % 1_100) }
    } weight: {
      1 / Float($0 + 3)
    }
    var scores: [BagOfWordsLoss.Score] = []
    let results = [1, 2, 3].map { threads in
      let pool = WorkerPool(threads: threads)
      let layer = BagOfWordsLoss(
        inputSize: 20, vocabularySize: 1_100, prefix: "bag", precision: precision)
      layer.initialize(seed: 1)
      layer.packWeights(for: .inference, pool: pool)
      let dInput = Matrix(rows: 301, columns: 20)
      scores.append(layer.score(input, bags: bags, dInput: dInput, pool: pool))
      return [dInput.values] + layer.parameters.map(\.gradient.values)
    }
    #expect(scores[0] == scores[1] && scores[0] == scores[2])
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test("Contrastive loss")
  func contrast() {
    let input = Matrix(rows: 620, columns: 33, salt: 1)
    var scores: [ContrastiveLoss.Score] = []
    let results = [1, 2, 3].map { threads in
      let dInput = Matrix(rows: 620, columns: 33)
      scores.append(
        ContrastiveLoss(size: 33, temperature: 0.05).score(
          input, dInput: dInput, pool: WorkerPool(threads: threads)))
      return dInput.values
    }
    #expect(scores[0] == scores[1] && scores[0] == scores[2])
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test("Linear layer", arguments: Precision.allCases)
  func linear(precision: Precision) {
    let input = Matrix(rows: 301, columns: 33, salt: 1)
    let dOutput = Matrix(rows: 301, columns: 45, salt: 2)
    let results = [1, 2, 3].map { threads in
      let pool = WorkerPool(threads: threads)
      let layer = LinearLayer(inputSize: 33, outputSize: 45, prefix: "linear", precision: precision)
      layer.initialize(seed: 1)
      layer.packWeights(for: .training, pool: pool)
      let (output, dInput) = (Matrix(rows: 0, columns: 45), Matrix(rows: 0, columns: 33))
      layer.forward(input, into: output, pool: pool)
      layer.backward(dOutput: dOutput, input: input, dInput: dInput, pool: pool)
      return [output.values, dInput.values] + layer.parameters.map(\.gradient.values)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test("Embedding layer, with words that come often")
  func embedding() {
    let tokens = (0..<700).map { UInt32($0 * $0 % 97) }
    let dOutput = Matrix(rows: 700, columns: 11, salt: 2)
    let results = [1, 2, 3].map { threads in
      let pool = WorkerPool(threads: threads)
      let layer = EmbeddingLayer(vocabularySize: 97, size: 11, prefix: "embedding")
      layer.initialize(seed: 1)
      let output = Matrix(rows: 0, columns: 11)
      layer.forward(tokens, into: output, pool: pool)
      layer.backward(dOutput: dOutput, tokens: tokens, pool: pool)
      return [output.values, layer.weight.gradient.values]
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test("Adam, over parameters of several blocks")
  func adam() {
    let results = [1, 2, 3].map { threads in
      let pool = WorkerPool(threads: threads)
      let dense = Parameter("dense", rows: 500, columns: 150)
      let table = Parameter("table", rows: 600, columns: 120)
      for parameter in [dense, table] { parameter.initialize(uniform: 0.1, seed: 1) }
      dense.gradient.copy(from: Matrix(rows: 500, columns: 150, salt: 1))
      table.touchedRows = (0..<300).map { 2 * $0 + 1 }
      table.gradient.copy(from: Matrix(rows: 300, columns: 120, salt: 2))
      let optimizer = AdamOptimizer([dense, table])
      let norms = (0..<2).map { _ in optimizer.update(learningRate: 0.01, pool: pool) }
      return [norms, dense.value.values, table.value.values]
        + (optimizer.firstMoments + optimizer.secondMoments).map(\.values)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}
