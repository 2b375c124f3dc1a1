import AutoencoderModel
import AutoencoderTraining
import CommandLineKit
import FileFormats
import TextAutoencoder

struct Denoise: Command {
  static let name = "denoise"
  static let abstract = "Repair damaged sentences."
  static let discussion = """
    Each sentence is encoded to a vector, and the decoder writes a whole sentence from it. A model \
    that was trained with --corruption repairs best; give it the kinds of damage that your text has.

    With --damage, clean sentences are damaged first, and a line at the end says how many tokens were \
    wrong before and after the repair: insertions, deletions and substitutions, as a share of the \
    tokens.
    """
  static let examples = [
    Example(
      "denoise --model repair.textae \"the food great and friendly\"", "Writes a whole sentence."),
    Example(
      "denoise --model repair.textae - < damaged.txt > repaired.txt",
      "Repairs every line of a file."),
    Example(
      "denoise --model repair.textae --damage drop:0.2 - < unseen.txt > /dev/null",
      "Says how much of the damage is repaired."),
  ]

  @Argument("SENTENCE", "Sentences; - reads standard input, one per line.", completion: .none)
  var sentences: [String]
  let model = ModelOptions()
  @Option("Rounds of correction, at the most; 0 decodes once.", .within(0...1_000))
  var rounds = 0
  @Option("Damage the sentences first, as --corruption of train does; repeat for more.")
  var damage: [Corruption] = []
  @Option("Random seed of the damage.") var seed: UInt64 = 1
  @Flag("Print one JSON object per sentence.") var json
  let work = RunOptions()

  func run() throws {
    let autoencoder = try model.autoencoder(threads: work.threads)
    var output = StandardOutput()
    var stream = SentenceStream(arguments: sentences, prompt: "sentence: ")
    var unknownWords = UnknownWords(
      console: work.console, noun: "sentence", isInteractive: stream.isInteractive)
    var (number, tokens, before, after) = (0, 0, 0, 0)
    while let inputs = try stream.next(256) {
      try Interrupt.check()
      let repairs = try autoencoder.repairs(
        of: inputs, damage: damage, rounds: rounds, seed: seed, first: number)
      for (input, repair) in zip(inputs, repairs) {
        let unknown = unknownWords.check(input, with: autoencoder)
        try output.writeLine(json ? object(input, repair, unknown).jsonText : repair.output)
        tokens += repair.tokens
        before += repair.wrongBefore
        after += repair.wrongAfter
      }
      number += inputs.count
      try output.flush()
    }
    unknownWords.finish()
    guard !damage.isEmpty, tokens > 0 else { return }
    work.console.note(
      "\(counted(number, "sentence")): \(share(before, tokens)) % of the tokens wrong before, "
        + "\(share(after, tokens)) % after")
  }

  private func share(_ wrong: Int, _ tokens: Int) -> String {
    TextFormat.decimal(units: (1_000 * wrong + tokens / 2) / tokens, places: 1)
  }

  private func object(
    _ input: String, _ repair: SentenceRepair, _ unknownWords: [String]
  ) -> JSONValue {
    var answer: [(key: String, value: JSONValue)] = [
      ("input", .string(input)), ("output", .string(repair.output)),
    ]
    if !damage.isEmpty {
      answer += [
        ("damaged", .string(repair.damaged)), ("tokens", .integer(repair.tokens)),
        ("wrongBefore", .integer(repair.wrongBefore)), ("wrongAfter", .integer(repair.wrongAfter)),
      ]
    }
    return UnknownWords.json(answer, unknownWords)
  }
}
