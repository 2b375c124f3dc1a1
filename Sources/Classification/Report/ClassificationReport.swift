/// How well predicted classes agree with the true ones.
public struct ClassificationReport: Equatable, Sendable {
  /// The names of the classes.
  public let classes: [String]
  /// How many examples of each class were given each class: `[classes × classes]`, a row per true
  /// class.
  public let confusion: [[Int]]

  /// The figures of one class.
  public struct ClassFigures: Equatable, Sendable {
    /// The name of the class.
    public let name: String
    /// The examples of the class.
    public let count: Int
    /// The share of the examples given this class that belong to it; 0 if there are none.
    public let precision: Double
    /// The share of the examples of this class that were given it; 0 if there are none.
    public let recall: Double
    /// The harmonic mean of both.
    public let f1: Double
  }

  /// Counts predictions; both lists hold classes below `classes.count`.
  public init(predictions: [Int], labels: [Int], classes: [String]) {
    precondition(predictions.count == labels.count, "\(predictions.count) of \(labels.count)")
    self.classes = classes
    var confusion = [[Int]](
      repeating: [Int](repeating: 0, count: classes.count), count: classes.count)
    for (prediction, label) in zip(predictions, labels) { confusion[label][prediction] += 1 }
    self.confusion = confusion
  }

  /// The number of examples.
  public var count: Int { confusion.reduce(0) { $0 + $1.reduce(0, +) } }

  /// The share of the examples that were given their class.
  public var accuracy: Double {
    let right = classes.indices.reduce(0) { $0 + confusion[$1][$1] }
    return Double(right) / Double(max(1, count))
  }

  /// The share of the most frequent class, which a classifier without features reaches.
  public var majority: Double {
    let largest = confusion.map { $0.reduce(0, +) }.max() ?? 0
    return Double(largest) / Double(max(1, count))
  }

  /// The mean F1 of the classes that occur among the examples or the predictions.
  public var macroF1: Double {
    let present = classes.indices.filter { actual($0) + predicted($0) > 0 }
    return present.reduce(0) { $0 + f1($1) } / Double(max(1, present.count))
  }

  /// The figures of every class.
  public var figures: [ClassFigures] {
    classes.indices.map { index in
      let right = Double(confusion[index][index])
      return ClassFigures(
        name: classes[index], count: actual(index),
        precision: right / Double(max(1, predicted(index))),
        recall: right / Double(max(1, actual(index))), f1: f1(index))
    }
  }

  private func actual(_ index: Int) -> Int { confusion[index].reduce(0, +) }
  private func predicted(_ index: Int) -> Int { confusion.reduce(0) { $0 + $1[index] } }

  private func f1(_ index: Int) -> Double {
    2 * Double(confusion[index][index]) / Double(max(1, actual(index) + predicted(index)))
  }
}
