import CommandLineKit
import EnglishModel
import SkipGram

struct Neighbors: Command {
  static let name = "neighbors"
  static let abstract = "Find the words nearest to a word."
  static let discussion = """
    Each line shows the cosine similarity, a tab and the word. A word is looked up as typed, then \
    in lower case. A word that the model does not have is named on the error output; the others are \
    answered, and the command then ends with status 65. For neighbors of sentences, see `search`.
    """
  static let examples = [
    Example("neighbors coffee", "Prints the ten nearest words."),
    Example("neighbors --model reviews.skipgram coffee", "Asks your own word vectors."),
    Example(
      "neighbors --model glove.6B.100d.txt --count 3 --json - < words.txt",
      "Uses GloVe vectors and prints one JSON object per word."),
  ]

  @Argument("WORD", "Words; - reads standard input, one per line.", completion: .none)
  var words: [String]
  @Option(
    "A skip-gram model, or a word2vec, GloVe or fastText file.", value: "MODEL",
    defaultText: EnglishModelText.words, completion: .file)
  var model = ModelInTheBox.wordsName
  @Option("Number of neighbors per word.", .within(1...1_000_000)) var count = 10
  @Flag("Print one JSON object per word.") var json

  func run() throws {
    let vectors = try ModelLoading(raw: true).load(model).wordVectors()
    let lookup = WordLookup(model: vectors, name: model)
    var stream = SentenceStream(arguments: words, prompt: "word: ")
    let isAlone = stream.isInteractive || words.count == 1 && words != ["-"]
    var output = StandardOutput()
    var unknown = 0
    while let group = try stream.next(256) {
      for typed in group where !typed.isBlank {
        try Interrupt.check()
        do {
          let word = try lookup.word(typed)
          let answer = WordAnswer(
            question: [("query", .string(word))],
            neighbors: try vectors.neighbors(of: word, count: count))
          try output.write(json ? answer.json : answer.text(heading: isAlone ? nil : word))
        } catch let error as CommandError where !isAlone || stream.isInteractive {
          unknown += 1
          Console(quiet: false).note("\(ErrorRenderer.failure(error))")
        } catch {
          try output.flush()
          throw error
        }
      }
      try output.flush()
    }
    if unknown > 0, !stream.isInteractive { throw CommandError.unknownWords(unknown, model: model) }
  }
}
