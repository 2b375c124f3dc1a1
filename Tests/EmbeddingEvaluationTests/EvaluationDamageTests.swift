import EmbeddingEvaluation
import TensorKit
import TestSupport
import Testing

@Suite("Damaged files of examples")
struct EvaluationDamageTests {
  private static let files = [
    "0\ta b\tc d\t4.5\n1\te f\tg h\t2\n", "id,text_a,text_b,score\n0,a b,c d,4.5\n1,e f,g h,2\n",
    "tr\tPAST\tthe cat\nte\tPRES\ta dog\n", "gj04\t1\t\tThe soup.\ngj04\t0\t*\tSoup the.\n",
    "sentence1\tsentence2\tlabel\n\"a b\"\tc d\t0\ne f\tg h\t1\n", "a b c d\nc d a b\na b c d\n",
    "LOC:x where is\nHUM:y who is\nLOC:x where\n", ",a,b\n0,x,y\n1,z,w\n", "a,b,c\n",
    "\t\t\n\t\t\n",
  ]
  private static let pieces: [[UInt8]] =
    ["\t", ",", "\n", "\"", " ", "-", "9223372036854775807", "nan", "\u{FEFF}", "*\t", ""]
    .map { Array($0.utf8) } + [[0x00], [0xFF]]

  @Test(
    "Nothing that is put into a file makes the reader trap, whatever is asked", arguments: files)
  func mutations(text: String) throws {
    let folder = try TemporaryFolder()
    var numbers = RandomStream(seed: 5, purpose: .testData)
    let requests =
      ([nil] + EvaluationKind.allCases.filter { $0 != .wordOrder }).map {
        EvaluationRequest(kind: $0)
      }
      + [["1", "2", "3"], ["a", "2", "-9223372036854775808"], ["4", "score", "2"]].map {
        EvaluationRequest(kind: .similarity, columns: $0)
      }
    for round in 0..<100 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        let start = Int.random(in: 0...bytes.count, using: &numbers)
        let end = min(bytes.count, start + Int.random(in: 0...3, using: &numbers))
        let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &numbers)]
        bytes.replaceSubrange(start..<end, with: piece)
      }
      let path = try folder.write(bytes, to: round % 2 == 0 ? "f.csv" : "f.tsv")
      for request in requests {
        guard let file = try? EvaluationFile(path: path, as: request) else { continue }
        #expect(file.count > 0 && !file.summary.isEmpty)
      }
    }
  }
}
