import DataStructures
import Testing

@Suite struct EditDistanceTests {
  @Test(arguments: [
    ("", "", 0, 0), ("a", "", 1, 1), ("", "abc", 3, 3), ("kitten", "sitting", 3, 3),
    ("ab", "ba", 2, 1), ("abcd", "acbd", 2, 1), ("ca", "abc", 3, 3), ("same", "same", 0, 0),
  ])
  func `swaps of neighbors are one edit where they count`(
    first: String, second: String, plain: Int, withSwaps: Int
  ) {
    for (left, right) in [(first, second), (second, first)] {
      #expect(EditDistance.between(Array(left), Array(right)) == plain)
      #expect(EditDistance.between(Array(left), Array(right), countsSwaps: true) == withSwaps)
    }
  }

  @Test func `words can be compared as well as letters`() {
    #expect(EditDistance.between(["the", "cat", "sat"], ["a", "cat", "sat", "down"]) == 2)
  }
}
