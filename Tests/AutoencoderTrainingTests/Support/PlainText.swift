import Foundation

/// TF-IDF of stems and character 3-grams, counted as strings and in double precision.
struct PlainText {
  /// The word of each token; empty for marks.
  let spellings: [String]
  /// The sentences in which features are counted.
  let documents: [[UInt32]]
  let stemLength: Int

  func stems(_ sentence: [UInt32]) -> [String] {
    words(sentence).map { String($0.prefix(stemLength)) }
  }

  func grams(_ sentence: [UInt32]) -> [String] {
    words(sentence).flatMap { word in
      let marked = Array("#\(word)#")
      return (0...marked.count - 3).map { String(marked[$0..<$0 + 3]) }
    }
  }

  /// The cosine of two sentences; 0 if one has no feature of any weight.
  func cosine(
    _ first: [UInt32], _ second: [UInt32], of features: ([UInt32]) -> [String]
  ) -> Double {
    let found = documents.map { Set(features($0)) }
    func vector(_ sentence: [UInt32]) -> [String: Double] {
      var vector: [String: Double] = [:]
      for feature in features(sentence) {
        let count = max(1, found.count { $0.contains(feature) })
        vector[feature, default: 0] += log(Double(documents.count + 2) / Double(count + 1))
      }
      return vector
    }
    let (x, y) = (vector(first), vector(second))
    func length(_ vector: [String: Double]) -> Double {
      vector.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    guard length(x) > 0, length(y) > 0 else { return 0 }
    return x.reduce(0) { $0 + $1.value * (y[$1.key] ?? 0) } / length(x) / length(y)
  }

  private func words(_ sentence: [UInt32]) -> [String] {
    sentence.map { spellings[Int($0)] }.filter { !$0.isEmpty }
  }
}
