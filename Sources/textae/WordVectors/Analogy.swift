import CommandLineKit
import SkipGram

extension AnalogyMethod: ArgumentChoice {}

struct Analogy: Command {
  static let name = "analogy"
  static let abstract = "Find the word that is to C as B is to A."
  static let discussion = """
    Vectors are normalized to length 1. With addition, the answer has the largest cosine with B - \
    A + C; with multiplication, the largest cos(B) cos(C) / cos(A). The three words themselves are \
    left out.
    """
  static let examples = [
    Example(
      "analogy --model news.skipgram man king woman",
      "Finds the word that is to woman as king is to man."),
    Example(
      "analogy --model news.skipgram --method multiplication --count 1 --json paris france rome",
      "Prints the best answer of the other method as JSON."),
  ]

  @Argument("A", "A word.", completion: .none) var first: String
  @Argument("B", "The counterpart of A.", completion: .none) var second: String
  @Argument("C", "The word to find a counterpart of B for.", completion: .none)
  var third: String
  @Option(
    "A skip-gram model, or a word2vec, GloVe or fastText file.", value: "MODEL",
    completion: .file)
  var model: String
  @Option("How to combine the vectors.") var method = AnalogyMethod.addition
  @Option("Number of words to show.", .within(1...1_000_000)) var count = 10
  @Flag("Print one JSON object.") var json

  func run() throws {
    let vectors = try ModelLoading(raw: true).load(model).wordVectors()
    let lookup = WordLookup(model: vectors, name: model)
    let words = try [first, second, third].map(lookup.word)
    let answer = WordAnswer(
      question: zip(["a", "b", "c"], words).map { ($0, .string($1)) },
      neighbors: try vectors.analogy(words[0], words[1], words[2], count: count, method: method))
    try StandardOutput.print(json ? answer.json : answer.text(heading: nil))
  }
}
