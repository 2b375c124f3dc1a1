import TensorKit

/// Splits examples into parts in which every class has its share.
package enum StratifiedFolds {
  /// The part of every example, below `count`: each class is shuffled and dealt out in turn.
  package static func assign(_ labels: [Int], classes: Int, count: Int, seed: UInt64) -> [Int] {
    var assignment = [Int](repeating: 0, count: labels.count)
    var next = 0
    for label in 0..<classes {
      var random = RandomStream(
        seed: seed, purpose: .validationSplit, step: 0, item: UInt64(label))
      for index in labels.indices.filter({ labels[$0] == label }).shuffled(using: &random) {
        assignment[index] = next % count
        next += 1
      }
    }
    return assignment
  }
}
