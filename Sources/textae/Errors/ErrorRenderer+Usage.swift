import CommandLineKit

extension ErrorRenderer {
  /// What is wrong with the command line, and what to write instead.
  static func problem(_ rule: UsageRule) -> UsageProblem {
    switch rule {
    case .tooFewModels:
      .invalid(
        "--models needs at least two models", advice: "write --models A B before another option")
    case .averageTarget:
      .invalid(
        "the average needs a place", advice: "give either --output or --into-checkpoints")
    case .weightCount(let count, let models):
      .invalid(
        "\(counted(count, "--weight")) for \(counted(models, "model"))",
        advice: "give one for each model, or none")
    case .columnsWithoutKind:
      .invalid(
        "--columns needs --kind", advice: "say what the files ask, such as --kind similarity")
    case .nothingToFit:
      .invalid(
        "there is nothing to fit", advice: "give --center, --remove or --whiten, or only --tune")
    case .recipeAndTuning:
      .invalid(
        "--tune replaces --center, --remove and --whiten",
        advice: "give --center, --remove or --whiten, or only --tune")
    case .vocabularyTooSmall(let size, let least, let model):
      .invalid(
        "a vocabulary of \(size) is too small for \(model)",
        advice: "give --vocabulary-size \(least) or more")
    case .emptyIndex:
      .invalid(
        "there are neither vectors nor words",
        advice: "leave out --no-vectors, --no-words or --id-column")
    case .splitWithoutModel:
      .invalid(
        "--split needs a model",
        advice: "leave it out: words are searched in whole texts, or leave out --no-vectors")
    case .splitWithoutCosine:
      .invalid("--split needs the metric cosine", advice: "leave out --metric or --split")
    case .splitWithoutWords:
      .invalid(
        "--split needs the words", advice: "leave out --no-words or --split")
    case .vectorsAndSentences:
      .invalid("--vectors and sentences exclude each other", advice: "give one of them")
    case .tokenizerAndVocabulary:
      .invalid(
        "--tokenizer has its own vocabulary",
        advice: "leave out the options of the section Vocabulary")
    case .modelAndTokenizer:
      .invalid(
        "--init has its own tokenizer",
        advice: "leave out --tokenizer and the options of the section Vocabulary")
    case .noPage(let words):
      .invalid(
        "no page for '\(words.joined(separator: " "))'",
        advice: "'textae --help' lists the commands")
    case .unknownEnding(let ending, let formats):
      .invalid(
        "embed writes no .\(ending) files",
        advice: "give another ending, or --format with one of " + formats.joined(separator: ", "))
    case .numbers(let numbers, let format):
      .invalid(
        "\(format) has no numbers of type \(numbers)",
        advice: numbers == "bf16" ? "give --format raw" : "give --format npy or raw")
    case .optionWithoutText(let option):
      .invalid(
        "\(option) is about paraphrases of a text",
        advice: "give a text of the same kind with --like or --index")
    case .optionWithoutDecoder(let option, let needs):
      .invalid(
        "\(option) does nothing to paraphrases of a text",
        advice: "leave it out, or let the decoder write too, with "
          + needs.joined(separator: " or "))
    case .badRowsWithoutTable:
      .invalid(
        "--skip-bad-rows needs a table", advice: "give --text-column, or leave it out")
    case .badRowsAndSentences:
      .invalid(
        "--skip-bad-rows would take vectors from their sentences",
        advice: "leave it out, or give vectors alone")
    case .badRowsAndIDs:
      .invalid(
        "--skip-bad-rows would give rows to the wrong ids",
        advice: "leave it out, and give an id for "
          + "every row")
    case .keyWithoutTable:
      .invalid("--id-column needs a table", advice: "give --text-column, or leave it out")
    case .unreadableCodec(let codec):
      .invalid(
        "answers cannot be scored with \(codec)",
        advice: "give --rescore f32, f16, bf16 or int8")
    case .nothingToRemove:
      .invalid("no row is named", advice: "give ids, --key or --where")
    case .notOneModel:
      .invalid(
        "--units and --likelihood are about a model",
        advice: "name one: textae info my.textae --units FILE")
    case .emptyColumn:
      .invalid("--text-column is empty", advice: "give a name or a number")
    case .vectorFiles(let count):
      .invalid("\(count) files of vectors were given", advice: "give one")
    case .sizeWithoutThreshold:
      .invalid("--min-size needs --threshold", advice: "give a threshold, or --count")
    case .oneOfTwoColumns:
      .invalid(
        "--text-column and --label-column go together", advice: "give both, or leave both out")
    case .wordsWithoutTraining:
      .invalid(
        "--skipgram needs --training", advice: "say which examples the baselines learn from")
    case .labelsWithoutColumn:
      .invalid(
        "--labels and --label-column go together", advice: "give both, or leave both out")
    case .labelsWithoutTexts:
      .invalid(
        "--label-column needs a table", advice: "give --text-column, or --fields for records")
    case .normalWithoutLabels:
      .invalid("--normal needs --label-column", advice: "say which column has the labels")
    case .tuningWithoutLabels:
      .invalid("--tune needs --label-column", advice: "say which column has the labels")
    case .evaluationWithoutLabels:
      .invalid(
        "the labels are missing", advice: "say with --label-column which column has the labels")
    case .oneEndOfDirection:
      .invalid("--from and --to go together", advice: "give both files, or leave both out")
    case .optionAlone(let option, let other):
      .invalid(
        "\(option) has no effect without \(other)", advice: "give both, or leave out \(option)")
    case .optionOfWords(let option):
      .invalid("\(option) is about words, not sentences", advice: "leave out \(option)")
    case .analogyOf(let count):
      .invalid(
        "\(count) texts were given", advice: "give A, B and C, or --from, --to and sentences")
    case .sentenceCount(let count):
      .invalid(
        "\(count) sentences were given", advice: "give two, or - to read pairs of lines")
    }
  }
}
