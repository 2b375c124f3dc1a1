import DataStructures
import Testing

@Suite("Hashes and random numbers")
struct HashAndRandomTests {
  @Test(
    "FNV-1a gives the published values",
    arguments: [
      ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
    ] as [(String, UInt64)])
  func publishedHashes(text: String, hash: UInt64) {
    #expect(FNV1a.hash(text.utf8) == hash)
  }

  @Test("SplitMix64 gives the published numbers")
  func publishedNumbers() {
    var random = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in random.next() } == expected)
    #expect(SplitMix64.mix(1_234_567) == expected[0])
  }

  @Test("Random numbers fill a range evenly and differ by seed")
  func range() {
    var random = SplitMix64(seed: 1)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.below(7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
    var other = SplitMix64(seed: 2)
    #expect(random.next() != other.next())
  }
}
