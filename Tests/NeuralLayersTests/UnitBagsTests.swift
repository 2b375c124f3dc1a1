import NeuralLayers
import TensorKit
import Testing

@Suite("Cosines of bags of words")
struct UnitBagsTests {
  /// Word 0 weighs nothing, word w > 0 weighs 1 + w / 7.
  private static func weight(_ word: UInt32) -> Float { word == 0 ? 0 : 1 + Float(word) / 7 }

  private static func sentences(_ count: Int, _ words: UInt32) -> [[UInt32]] {
    var random = RandomStream(seed: 2, purpose: .testData, item: UInt64(count))
    return (0..<count).map { _ in
      (0..<random.below(9)).map { _ in random.below(words) }
    }
  }

  /// The cosine of two bags, from the counts of their words.
  private static func cosine(_ first: [UInt32], _ second: [UInt32]) -> Double {
    func product(_ one: [UInt32], _ other: [UInt32]) -> Double {
      Set(one).reduce(0) { sum, word in
        let weight = Double(weight(word))
        return sum
          + weight * Double(one.count { $0 == word }) * weight
          * Double(other.count { $0 == word })
      }
    }
    let lengths = product(first, first) * product(second, second)
    return lengths > 0 ? product(first, second) / lengths.squareRoot() : 0
  }

  @Test("are those of the counts, with any number of threads, in memory that is used again")
  func cosines() {
    for threads in [1, 3] {
      var bags = UnitBags()
      for (count, words) in [(12, 6), (1, 2), (0, 1), (40, 3_000), (7, 2)] {
        let sentences = Self.sentences(count, UInt32(words))
        bags.removeAll()
        for sentence in sentences {
          bags.append(sentence[...], word: { $0 }, weight: Self.weight)
        }
        #expect(bags.count == count)
        let found = Matrix(rows: count, columns: count)
        bags.writeCosines(to: found, pool: WorkerPool(threads: threads))
        for row in 0..<count {
          for column in 0..<count {
            let expected = Self.cosine(sentences[row], sentences[column])
            #expect(abs(Double(found[row, column]) - expected) < 1e-5)
          }
        }
      }
    }
  }

  @Test("shares of a bag sum to one; words that weigh nothing are left out")
  func shares() {
    var bags = WordBags()
    bags.append([3, 0, 3, 1][...], word: { $0 }, weight: Self.weight)
    bags.append([0, 0][...], word: { $0 }, weight: Self.weight)
    bags.append([20, 30][...], word: { $0 / 10 }, weight: { _ in 2 })
    #expect(bags.words == [3, 3, 1, 2, 3])
    #expect((0..<3).map { bags[$0] } == [0..<3, 3..<3, 3..<5])
    #expect(bags.shares[3...] == [0.5, 0.5])
    #expect(abs(bags.shares[..<3].reduce(0, +) - 1) < 1e-6)
    bags.removeAll()
    #expect(bags == WordBags())
  }

  @Test("pieces of a range cover it without gaps", arguments: [0, 1, 31, 32, 33, 64, 100])
  func pieces(count: Int) {
    let range = 5..<5 + count
    let pieces = ChunkedRange(range, size: 32)
    #expect(pieces.flatMap { Array($0) } == Array(range))
    #expect(pieces.count == (count + 31) / 32 && pieces.dropLast().allSatisfy { $0.count == 32 })
  }
}
