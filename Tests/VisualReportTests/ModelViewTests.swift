import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing
import VisualReport

@Suite struct ModelViewTests {
  private func runs(_ input: String, _ output: String) -> [String] {
    WordChanges(from: input, to: output).runs.map { "\($0.kind.rawValue): \($0.text)" }
  }

  @Test func `changed words are found`() {
    #expect(
      runs("The soup was hot.", "the soup was hot .") == ["same: the soup was hot", "new: ."])
    #expect(
      runs("we took the old train home", "we took a train home today") == [
        "same: we took", "lost: the old", "new: a", "same: train home", "new: today",
      ])
    #expect(runs("", "") == [] && runs("a b", "") == ["lost: a b"] && runs("", "c") == ["new: c"])
  }

  @Test(arguments: 0..<50)
  func `the changes are those between the sentences`(seed: Int) {
    var random = Generator(state: UInt64(seed) + 1)
    let words = ["a", "b", "c", "d"]
    let sentences = (0..<2).map { _ in
      (0..<Int.random(in: 0..<9, using: &random)).map { _ in
        words.randomElement(using: &random) ?? ""
      }
    }
    let runs = WordChanges(
      from: sentences[0].joined(separator: " "), to: sentences[1].joined(separator: " ")
    ).runs
    func text(without kind: WordChanges.Kind) -> String {
      runs.filter { $0.kind != kind }.map(\.text).joined(separator: " ")
    }
    #expect(text(without: .new) == sentences[0].joined(separator: " "))
    #expect(text(without: .lost) == sentences[1].joined(separator: " "))
  }

  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  private func curves(_ losses: [Double]) throws -> TrainingCurves? {
    let lines = losses.enumerated().map { step, loss in
      #"{"step":\#(step * 100),"trainLoss":\#(loss),"validationLoss":\#(loss),"tokenAccuracy":0.5}"#
    }
    let folder = try TemporaryFolder()
    return try TrainingCurves(log: folder.write(lines.joined(separator: "\n"), to: "log.jsonl"))
  }

  @Test func `curves say what they mean`() throws {
    #expect(try curves([]) == nil)
    #expect(try #require(try curves([3, 2])).meaning.contains("too few"))
    let falling = try #require(try curves([5, 4, 3, 2, 1]))
    #expect(falling.meaning.contains("still falling"))
    #expect(falling.points[0].training == nil && falling.points[4].training == 1)
    #expect(falling.points[4].tokenAccuracy == 0.5 && falling.points[4].exact == nil)
    let flat = try #require(try curves([5, 2, 1, 1, 1, 1, 1, 0.999]))
    #expect(flat.meaning.contains("long enough"))
    let rising = try #require(try curves([5, 2, 1, 1.5, 2]))
    #expect(rising.meaning.contains("by heart") && rising.meaning.contains("step 200"))
    let many = try #require(try curves((0..<2_000).map { 10 / Double($0 + 1) }))
    #expect(many.points.count == 500 && many.points.last?.step == 199_900)
  }

  @Test(arguments: ["{}", "[]", "{\"step\":1}", "x"])
  func `a damaged log is refused`(line: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(line, to: "log.jsonl")
    #expect(throws: FileError.self) { try TrainingCurves(log: path) }
  }
}
