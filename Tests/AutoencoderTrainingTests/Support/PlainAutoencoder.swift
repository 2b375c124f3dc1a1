import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import Foundation
import NeuralLayers
import TestSupport

/// An autoencoder with a bottleneck, a decoder of one layer and its objectives, computed from the
/// formulas in double precision.
struct PlainAutoencoder {
  var weights: PlainWeights
  private let shape: Architecture
  /// Clean sentences with their end marks.
  let sentences: [[UInt32]]
  /// What the encoder reads: all first views, then all second views.
  let views: [[UInt32]]
  let bags: WordBags
  /// How many sentences, the first ones, the decoder is trained on.
  let decodedCount: Int
  /// The cosines of the text of all pairs of views, which lexical asks for, by stems and by 3-grams.
  private let stemCosines: [[Double]]
  private let gramCosines: [[Double]]
  let bosID: UInt32
  /// The teacher's vectors of the sentences.
  let teacher: [[Double]]
  /// The classes of the sentences; −1 for none.
  let labels: [Int]
  /// What a variational latent draws for each view from a standard normal distribution; empty for
  /// other latents.
  var draws: [[Double]] = []
  /// What noise adds to the vectors of the tokens of each view; empty without noise.
  var noise: [[[Double]]] = []

  init(
    _ network: AutoencoderNetwork, sentences: [[UInt32]], views: [[UInt32]],
    bags: WordBags, decodedCount: Int, text: PlainText? = nil, bosID: UInt32,
    teacher: [[Double]], labels: [Int] = []
  ) {
    weights = PlainWeights(network.modelParameters + network.headParameters)
    shape = network.architecture
    (self.sentences, self.views, self.bags) = (sentences, views, bags)
    (self.decodedCount, self.bosID) = (decodedCount, bosID)
    func cosines(_ features: (PlainText) -> ([UInt32]) -> [String]) -> [[Double]] {
      guard let text else { return [] }
      return views.map { view in views.map { text.cosine(view, $0, of: features(text)) } }
    }
    stemCosines = cosines { $0.stems }
    gramCosines = cosines { $0.grams }
    self.teacher = teacher
    self.labels = labels
  }

  /// The loss of every kind of objective, by its name, as a function of the latents.
  ///
  /// That of pairs is contrast, with the sentences of a pair as views.
  var losses: [String: (_ latents: [[Double]]) -> Double] {
    [
      "reconstruct": reconstructionLoss, "bag": bagLoss, "contrast": contrastLoss,
      "lexical": { lexicalLoss($0, gramShare: 0.5) }, "distill": { distillationLoss($0, map: 0.1) },
      "pair": contrastLoss, "sparse": sparsityLoss, "kl": { _ in divergence(free: 0) },
      "contract": contractionLoss, "adversarial": deceptionLoss, "classify": classificationLoss,
    ]
  }

  /// The weighted sum of some objectives.
  func loss(_ terms: [(name: String, weight: Double, values: [Double])]) -> Double {
    // Terms about the vectors of the model see the means of a variational latent, the others its draws.
    var means = self
    means.draws = []
    let (drawn, latents, losses) = (
      views.indices.map(latent), views.indices.map(means.latent), losses
    )
    return terms.reduce(0) { sum, term in
      if term.name == "lexical" {
        return sum + term.weight * lexicalLoss(latents, gramShare: term.values[0])
      }
      if term.name == "distill" {
        return sum + term.weight * distillationLoss(latents, map: term.values[0])
      }
      if term.name == "kl" { return sum + term.weight * divergence(free: term.values[0]) }
      guard let loss = losses[term.name] else {
        preconditionFailure("no plain loss is named \(term.name)")
      }
      let seesDraws = ["reconstruct", "bag", "adversarial"].contains(term.name)
      return sum + term.weight * loss(seesDraws ? drawn : latents)
    }
  }

  private func reconstructionLoss(_ latents: [[Double]]) -> Double {
    var (total, count) = (0.0, 0.0)
    for (sentence, z) in zip(sentences.prefix(decodedCount), latents) {
      let added = linear("decoder.latent_input", z)
      let inputs = ([bosID] + sentence.dropLast()).map { token in
        sum(weights.row("decoder.embedding.weight", Int(token)), added)
      }
      let start = (linear("decoder.initial_hidden_l0", z), linear("decoder.initial_cell_l0", z))
      for (h, token) in zip(
        weights.lstm("decoder.lstm", "l0", inputs, from: start), sentence)
      {
        total -= logSoftmax(linear("output", h))[Int(token)]
        count += 1
      }
    }
    return total / count
  }

  private func bagLoss(_ latents: [[Double]]) -> Double {
    var sum = 0.0
    for (index, z) in latents.enumerated() {
      let predicted = logSoftmax(linear("bag", z))
      for place in bags[index % bags.count] {
        sum -= Double(bags.shares[place]) * predicted[Int(bags.words[place])]
      }
    }
    return sum / Double(latents.count)
  }

  private func contrastLoss(_ latents: [[Double]]) -> Double {
    let count = sentences.count
    var sum = 0.0
    for (index, z) in latents.enumerated() {
      let others = index < count ? latents[count...] : latents[..<count]
      // The float nearest to 0.05 differs from the double.
      let logits = others.map { cosine(z, $0) / Double(Float(0.05)) }
      sum -= logSoftmax(logits)[index % count]
    }
    return sum / Double(2 * count)
  }

  /// Squared errors of the cosines against those of the text; the pairs of views of one sentence
  /// count half.
  private func lexicalLoss(_ latents: [[Double]], gramShare: Double) -> Double {
    let count = latents.count
    var (ofViews, ofOthers) = (0.0, 0.0)
    for row in 0..<count {
      for column in 0..<count where column != row {
        let target =
          (1 - gramShare) * stemCosines[row][column] + gramShare * gramCosines[row][column]
        let error = cosine(latents[row], latents[column]) - target
        if column == (row + count / 2) % count {
          ofViews += error * error
        } else {
          ofOthers += error * error
        }
      }
    }
    return (ofViews / Double(count) + ofOthers / Double(count * (count - 2))) / 2
  }

  /// The mean squared error of the cosines of first views against those of the teacher, and how far
  /// a map of them is from the teacher's vectors.
  private func distillationLoss(_ latents: [[Double]], map: Double) -> Double {
    let count = sentences.count
    var sum = 0.0
    for row in 0..<count {
      for column in 0..<count where column != row {
        let error = cosine(latents[row], latents[column]) - cosine(teacher[row], teacher[column])
        sum += error * error
      }
    }
    let cosines = sum / Double(count * (count - 1))
    guard map > 0 else { return cosines }
    let distances = (0..<count).map { 1 - cosine(linear("distill", latents[$0]), teacher[$0]) }
    return cosines + map * distances.reduce(0, +) / Double(count)
  }

  /// The mean cross-entropy of the sentences that have a class.
  private func classificationLoss(_ latents: [[Double]]) -> Double {
    let losses = labels.indices.filter { labels[$0] >= 0 }.map {
      -logSoftmax(linear("classify", latents[$0]))[labels[$0]]
    }
    return losses.reduce(0, +) / Double(losses.count)
  }

  /// The mean magnitude of the numbers of the latents of first views.
  private func sparsityLoss(_ latents: [[Double]]) -> Double {
    let first = latents[..<sentences.count]
    return first.reduce(0) { $0 + $1.reduce(0) { $0 + abs($1) } / Double($1.count) }
      / Double(first.count)
  }

  /// The mean squared distance of the latents of the two views of a sentence.
  private func contractionLoss(_ latents: [[Double]]) -> Double {
    let count = sentences.count
    let squares = (0..<count).map { row in
      zip(latents[row], latents[count + row]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    return squares.reduce(0, +) / Double(count)
  }

  /// How little the discriminator takes first views for draws, in nats.
  private func deceptionLoss(_ latents: [[Double]]) -> Double {
    let odds = latents[..<sentences.count].map(drawOdds)
    return odds.reduce(0) { $0 + log(1 + exp(-$1)) } / Double(odds.count)
  }

  /// The loss of the discriminator, given what it takes for draws.
  func discriminatorLoss(draws: [[Double]]) -> Double {
    let odds = sentences.indices.map { drawOdds(latent($0)) }
    return odds.reduce(0) { $0 + log(1 + exp($1)) } / Double(odds.count)
      + draws.map(drawOdds).reduce(0) { $0 + log(1 + exp(-$1)) } / Double(draws.count)
  }

  private func drawOdds(_ z: [Double]) -> Double {
    linear("adversarial.output", linear("adversarial.hidden", z).map { max(0, $0) })[0]
  }

  /// The divergence of the distributions of first views from standard normal ones, per token.
  func divergence(free: Double) -> Double {
    let count = sentences.count
    var sums: [Double] = []
    for view in 0..<count {
      let state = state(view)
      let (means, logs) = (linear("latent", state), linear("latent.log_variance", state))
      let divergences = zip(means, logs).map { 0.5 * ($0 * $0 + exp($1) - 1 - $1) }
      sums = sums.isEmpty ? divergences : zip(sums, divergences).map(+)
    }
    let tokens = sentences.reduce(0) { $0 + $1.count }
    return sums.reduce(0) { $0 + max($1, free * Double(count)) } / Double(tokens)
  }

  private func state(_ view: Int) -> [Double] {
    PlainEncoder(shape).state(views[view], noise: noise.isEmpty ? nil : noise[view], weights)
  }

  /// z of a view.
  func latent(_ view: Int) -> [Double] {
    let state = state(view)
    let z = linear("latent", state)
    let fields = shape.latent?.split(separator: ":") ?? ["linear"]
    switch fields[0] {
    case "linear": return z
    case "rectified": return z.map { max(0, $0) }
    case "k-sparse":
      let least = z.map(abs).sorted(by: >)[(Int(fields[1]) ?? 0) - 1]
      return z.map { abs($0) >= least ? $0 : 0 }
    case "variational":
      guard !draws.isEmpty else { return z }
      let logs = linear("latent.log_variance", state)
      return z.indices.map { z[$0] + exp(0.5 * logs[$0]) * draws[view][$0] }
    default: preconditionFailure("no plain latent is named \(fields[0])")
    }
  }

  private func linear(_ prefix: String, _ x: [Double]) -> [Double] { weights.linear(prefix, x) }

  private func logSoftmax(_ logits: [Double]) -> [Double] {
    let total = log(logits.reduce(0) { $0 + exp($1) })
    return logits.map { $0 - total }
  }
}
