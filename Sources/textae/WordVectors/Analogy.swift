import AutoencoderModel
import CommandLineKit
import DataStructures
import EnglishModel
import FileFormats
import SkipGram

extension AnalogyMethod: ArgumentChoice {}

struct Analogy: Command {
  static let name = "analogy"
  static let abstract = "Find the word or sentence that is to C as B is to A."
  static let discussion = """
    Word vectors are normalized to length 1. With addition, the answer has the largest cosine with B - \
    A + C; with multiplication, the largest cos(B) cos(C) / cos(A). The three words themselves are \
    left out.

    With an autoencoder, A, B and C are sentences, and C + scale (B - A) is decoded. With --from and \
    --to, the direction is the difference of the mean vectors of two files, such as complaints and \
    praise, and every given sentence is moved along it. The second number is the cosine of the answer \
    with the moved vector, the third that with the sentence.
    """
  static let examples = [
    Example("analogy man king woman", "Finds the word that is to woman as king is to man."),
    Example(
      "analogy --model news.skipgram --method multiplication --count 1 --json paris france rome",
      "Prints the best answer of the other method as JSON."),
    Example(
      "analogy --model reviews.textae --from bad.txt --to good.txt --scale 1.5 - < sentences.txt",
      "Moves sentences from one file's mean toward another's."),
  ]

  @Argument(
    "TEXT", "A, B and C; with --from and --to, sentences, or - for standard input.",
    completion: .none)
  var texts: [String]
  @Option(
    "A skip-gram model, a word2vec, GloVe or fastText file, or an autoencoder. Without it, words are "
      + "looked up in the word vectors that come with textae, and sentences are moved by its English "
      + "model.", name: "model", value: "MODEL", completion: .file)
  var givenModel: String?
  @Option("How to combine word vectors.") var method = AnalogyMethod.addition
  @Option("Number of words to show.", .within(1...1_000_000)) var count = 10
  @Option("Sentences like the given ones, one per line.", value: "FILE", completion: .file)
  var from: String?
  @Option("Sentences like the wanted ones, one per line.", value: "FILE", completion: .file)
  var to: String?
  @Option("How far to move a sentence, in units of the difference.", .within(-100...100))
  var scale = 1.0
  @Flag("Print one JSON object.") var json
  let work = RunOptions()

  func validate() throws {
    if (from == nil) != (to == nil) { throw UsageRule.oneEndOfDirection }
    if from == nil, texts.count != 3 { throw UsageRule.analogyOf(texts.count) }
  }

  /// The model that is given, or one of those that come with textae.
  private var model: String {
    let isAboutSentences = from != nil || texts.contains { $0.contains(" ") }
    return givenModel ?? (isAboutSentences ? ModelInTheBox.name : ModelInTheBox.wordsName)
  }

  func run() throws {
    try SentenceStream.requireText(texts)
    let loaded = try ModelLoading(raw: true, threads: work.threads).load(model)
    guard let autoencoder = loaded.autoencoder else { return try words(loaded) }
    for (option, isGiven) in [("--method", $method), ("--count", $count)] where isGiven {
      throw UsageRule.optionOfWords(option)
    }
    guard autoencoder.reconstructs else { throw CommandError.untrainedDecoder(path: model) }
    var output = StandardOutput()
    guard let from, let to else {
      let direction = autoencoder.direction(from: [texts[0]], to: [texts[1]])
      return try move([texts[2]], along: direction, autoencoder, &output)
    }
    let direction = autoencoder.direction(from: try sentences(from), to: try sentences(to))
    var stream = SentenceStream(arguments: texts, prompt: "sentence: ")
    while let inputs = try stream.next(256) {
      try Interrupt.check()
      try move(inputs, along: direction, autoencoder, &output)
    }
  }

  private func words(_ loaded: LoadedModel) throws {
    guard from == nil else { throw CommandError.noDecoder(path: model) }
    let vectors = try loaded.wordVectors()
    let lookup = WordLookup(model: vectors, name: model)
    let words = try texts.map(lookup.word)
    let answer = WordAnswer(
      question: zip(["a", "b", "c"], words).map { ($0, .string($1)) },
      neighbors: try vectors.analogy(words[0], words[1], words[2], count: count, method: method))
    try StandardOutput.print(json ? answer.json : answer.text(heading: nil))
  }

  private func sentences(_ path: String) throws -> [String] {
    var stream = SentenceStream(files: [path])
    var all: [String] = []
    while let more = try stream.next(8_192) { all += more.filter { !$0.isBlank } }
    guard !all.isEmpty else { throw CommandError.noSentences(paths: [path]) }
    return all
  }

  private func move(
    _ inputs: [String], along direction: [Float], _ autoencoder: SentenceAutoencoder,
    _ output: inout StandardOutput
  ) throws {
    let moved = try autoencoder.moved(inputs, along: direction, scale: Float(scale))
    for (input, answer) in zip(inputs, moved) {
      let object: JSONValue = [
        "input": .string(input), "output": .string(answer.text),
        "similarity": .number(answer.similarity),
        "similarityToInput": .number(answer.similarityToInput),
      ]
      let figures = [answer.similarity, answer.similarityToInput].map {
        TextFormat.fixed($0, places: 4)
      }
      try output.writeLine(
        json ? object.jsonText : ([answer.text] + figures).joined(separator: "\t"))
    }
    try output.flush()
  }
}
