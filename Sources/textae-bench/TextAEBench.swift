import Autoencoder
import Foundation
import NeuralLayers
import TensorKit

@main
enum TextAEBench {
  static func main() {
    let args = CommandLine.arguments
    let batch = args.count > 1 ? Int(args[1]) ?? 256 : 256
    let precision = args.count > 2 ? Precision(rawValue: args[2]) ?? .bf16 : .bf16
    let threads = args.count > 3 ? Int(args[3]) ?? 2 : 2
    let pool = WorkerPool(threads: threads)
    let shape = Architecture(vocabularySize: 8000)
    let network = AutoencoderNetwork(shape, precision: precision)
    network.initialize(seed: 1)
    network.packWeights(backward: true, pool: pool)
    let optimizer = AdamOptimizer(network.parameters)
    var random = RandomStream(seed: 1, purpose: .testData)
    var batches: [TokenBatch] = []
    for length in [6, 8, 9, 10, 12] {
      var b = TokenBatch()
      b.update(
        (0..<batch).map { _ in
          (0..<length).map { _ in
            UInt32(min(7999, 5 + exp(Double(random.uniform()) * log(7990))))
          } + [3]
        }, beginID: 2)
      batches.append(b)
    }
    for round in 0..<6 {
      let start = Date()
      var tokens = 0
      var loss = 0.0
      var adam = 0.0, pack = 0.0
      for i in 0..<10 {
        let b = batches[i % 5]
        let s = network.score(b, training: .init(seed: 1, step: 1), pool: pool)
        tokens += s.tokens
        loss = s.loss / Double(s.tokens)
        let t0 = Date()
        _ = optimizer.update(learningRate: 1e-3, pool: pool)
        let t1 = Date()
        network.packWeights(backward: true, pool: pool)
        adam += t1.timeIntervalSince(t0)
        pack += Date().timeIntervalSince(t1)
      }
      let seconds = Date().timeIntervalSince(start)
      print(
        round, Int(Double(tokens) / seconds), "tokens/s", loss, "adam", Int(adam * 100), "pack",
        Int(pack * 100), "ms/step total", Int(seconds * 100))
    }
  }
}
