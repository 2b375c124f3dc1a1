import TensorKit
import Testing

@Suite("Random streams")
struct RandomStreamTests {
  @Test("Philox gives the published words of Random123")
  func knownAnswers() {
    let zero = Philox(key: 0).block(at: SIMD4(repeating: 0))
    #expect(zero == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    let ones = Philox(key: .max).block(at: SIMD4(repeating: .max))
    #expect(ones == SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    // The digits of π as counter and key, the low word of the key first.
    let pi = Philox(key: 0x299F_31D0_A409_3822)
      .block(at: SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344))
    #expect(pi == SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  @Test("A stream of all zeros starts with the block at counter zero")
  func firstBlock() {
    var random = RandomStream(seed: 0, purpose: RandomPurpose(rawValue: 0))
    #expect(random.next() == 0x6627_E8D5_E169_C58D)
    #expect(random.next() == 0xBC57_AC4C_9B00_DBD8)
  }

  @Test("Equal keys give equal numbers, and a change of any of them gives others")
  func keys() {
    func words(_ seed: UInt64, _ purpose: RandomPurpose, _ step: UInt64, _ item: UInt64) -> [UInt32]
    {
      var random = RandomStream(seed: seed, purpose: purpose, step: step, item: item)
      return (0..<9).map { _ in random.word() }
    }
    let base = words(7, .dropout, 3, 11)
    #expect(words(7, .dropout, 3, 11) == base)
    let others = [
      words(8, .dropout, 3, 11), words(7, .corruption, 3, 11), words(7, .dropout, 4, 11),
      words(7, .dropout, 3, 12), words(7, .dropout, 3, 11 + 1 << 32),
      words(7 + 1 << 32, .dropout, 3, 11),
    ]
    for other in others {
      #expect(zip(base, other).allSatisfy { $0 != $1 })
    }
  }

  @Test("The purposes of this package all differ")
  func purposes() {
    let all: [RandomPurpose] = [
      .initialization, .shuffle, .dropout, .corruption, .latentNoise, .decoding, .validationSplit,
      .skipGram, .bootstrap, .projection, .testData, .heldOutCorruption, .wordSample,
    ]
    #expect(Set(all).count == all.count)
    #expect(all.allSatisfy { 1..<256 ~= $0.rawValue })
  }

  @Test("Streams of different purposes are not correlated")
  func independence() {
    var first = RandomStream(seed: 1, purpose: .dropout)
    var second = RandomStream(seed: 1, purpose: .corruption)
    let count = 20_000
    var product = 0.0
    for _ in 0..<count {
      product += (Double(first.uniform()) - 0.5) * (Double(second.uniform()) - 0.5)
    }
    // The correlation of independent numbers has a standard deviation of 1/√count = 0.007.
    #expect(abs(product / Double(count) * 12) < 0.035)
  }

  @Test("Uniform numbers fill 0 ..< 1 evenly")
  func uniform() {
    var random = RandomStream(seed: 2, purpose: .testData)
    var bins = [Int](repeating: 0, count: 64)
    let count = 64 * 500
    for _ in 0..<count {
      let number = random.uniform()
      #expect(0..<1 ~= number)
      bins[Int(number * 64)] += 1
    }
    // χ² with 63 degrees of freedom: mean 63, standard deviation 11.2.
    let chiSquare = bins.reduce(0.0) { $0 + (Double($1) - 500) * (Double($1) - 500) / 500 }
    #expect(20..<120 ~= chiSquare)
  }

  @Test(
    "Every number below a bound comes up, and none at or above it", arguments: [1, 2, 3, 10, 97])
  func below(bound: UInt32) {
    var random = RandomStream(seed: 3, purpose: .testData, item: UInt64(bound))
    var seen = [Int](repeating: 0, count: Int(bound))
    for _ in 0..<200 * bound { seen[Int(random.below(bound))] += 1 }
    #expect(seen.allSatisfy { 120..<280 ~= $0 })
  }

  @Test("Normal numbers have the moments of the normal distribution")
  func normal() {
    var random = RandomStream(seed: 4, purpose: .latentNoise)
    let count = 20_000
    let numbers = (0..<count).map { _ in Double(random.normal()) }
    #expect(numbers.allSatisfy { $0.isFinite })
    func moment(_ order: Int) -> Double {
      numbers.reduce(0.0) { sum, x in sum + (0..<order).reduce(1.0) { power, _ in power * x } }
        / Double(count)
    }
    // Five standard deviations of each estimate.
    #expect(abs(moment(1)) < 0.036)
    #expect(abs(moment(2) - 1) < 0.05)
    #expect(abs(moment(3)) < 0.137)
    #expect(abs(moment(4) - 3) < 0.35)
  }

  @Test("A stream serves the shuffling of the standard library")
  func shuffle() {
    var random = RandomStream(seed: 5, purpose: .shuffle)
    var again = RandomStream(seed: 5, purpose: .shuffle)
    let order = (0..<100).shuffled(using: &random)
    let repeated = (0..<100).shuffled(using: &again)
    #expect(order == repeated)
    #expect(order.sorted() == Array(0..<100) && order != Array(0..<100))
  }

  @Test("There is no number below zero")
  func nothingBelow() async {
    await #expect(processExitsWith: .failure) {
      var random = RandomStream(seed: 1, purpose: .testData)
      _ = random.below(0)
    }
  }
}
