import CommandLineKit
import EmbeddingEvaluation
import EnglishModel
import FileFormats
import Foundation
import SentenceEmbedding
import SkipGram
import TensorKit
import TextAutoencoder

struct Evaluate: Command {
  static let name = "evaluate"
  static let abstract = "Evaluate a model on benchmark files."
  static let discussion = """
    The kind of each file is detected: scored pairs of sentences (STS-B, SICK, STS 2012 to 2016, \
    MRPC), pairs of words (SimLex-999, WordSim-353, MEN), word analogies, labeled sentences (TREC, \
    SST-2, a folder with seq.in and label), pairs that belong together (retrieval), or a folder of \
    documents, queries and judgments (docs.tsv, queries.tsv and qrels.tsv). \
    A file with a column that none of these has is refused, \
    unless --kind and --columns say what it is. How each file was read is shown on standard error. \
    Correlations are multiplied by 100. Brackets show the 95 % confidence interval of a bootstrap.

    With --word-order, a linear classifier predicts who acts on whom in generated sentences, such \
    as "the old doctor helped the young farmer". It is trained on 2,000 of them and tested on \
    1,000 with other nouns and verbs. Bags of words reach 50 %.

    Documents are ranked as a search ranks them: by words and by the vectors of their sentences, \
    or as --rank and --split say. By words alone, no model is needed.

    With --against, both models are evaluated on the same examples, and the difference has its own \
    interval.

    Word vectors are combined by their mean (MODEL:mean), by SIF (MODEL:sif: frequent words weigh \
    less, the common component is removed), or by the SIF weights alone (MODEL:sif-weights).
    """
  static let examples = [
    Example(
      "evaluate --model reviews.textae stsb-dev.csv SICK_trial.txt",
      "Prints the correlations on both files."),
    Example(
      "evaluate --model reviews.textae --against reviews.skipgram stsb-dev.csv --json",
      "Evaluates both models, and their difference."),
    Example(
      "evaluate --model vectors.skipgram:sif --against vectors.skipgram:mean stsb-dev.csv",
      "Compares two ways to combine the same word vectors."),
    Example(
      "evaluate --model reviews.textae judged.tsv --kind similarity --columns 2,3,5",
      "Takes the sentences from columns 2 and 3, and the score from column 5."),
    Example(
      "evaluate cranfield --rank words", "Ranks the documents of a folder by words, with BM25."),
    Example(
      "evaluate --model reviews.textae --word-order", "Tests whether the vectors encode word order."
    ),
  ]

  @Argument("FILE", "Benchmark files; optional with --word-order.") var files: [String]
  @Option(
    "The model to evaluate. Without it, the English model that comes with textae; with --rank words "
      + "alone, none.", name: "model", value: "MODEL", completion: .file)
  var givenModel: String?
  @Option("Another model to compare it with.", value: "MODEL", completion: .file) var against:
    String?
  @Option("What the files ask, where that is not to be detected.") var kind: RequestedKind?
  @Option(
    "Columns of the texts, then of the score or class: numbers from 1, or names in the header.",
    value: "COLUMN,…")
  var columns: String?
  @Option("How documents are ranked.") var rank = Ranking.hybrid
  @Option("What of a document gets a vector: each of its sentences, or the whole text.")
  var split = TextSplit.sentences
  @Option("How to combine word vectors; MODEL:POOLING sets it for one model.")
  var pooling = WordPooling.sif
  @Option(
    "Labeled sentences to train the classifier on. Without it, ten-fold cross-validation is used.",
    value: "FILE", completion: .file)
  var training: String?
  @Option("Number of bootstrap resamples; 0 turns intervals off.", .within(0...100_000))
  var resamples = 1_000
  @Option("Random seed of the bootstrap and the folds.") var seed: UInt64 = 1
  @Flag("Also test word order on generated sentences.") var wordOrder
  @Flag("Use TF-IDF instead of LSA, for models that have both.") var sparse
  @Flag("Also describe how the sentence vectors are distributed.") var geometry
  @Flag("Also show how the similarities of pairs are distributed, for each range of scores.")
  var histogram
  @Option(
    "A drawing of the first figure of every file to write, as SVG.", value: "FILE.svg",
    completion: .file)
  var plot: String?
  @Flag("Replace an existing drawing.") var overwrite
  @Flag("Skip the post-processing stored with the model.") var raw
  @Option(EncodingPrecisionChoice.help) var precision = EncodingPrecisionChoice.auto
  @Flag("Print one JSON object per file.") var json
  let work = RunOptions()

  func validate() throws {
    if files.isEmpty, !wordOrder { throw UsageProblem.missingArgument("FILE…") }
    if columns != nil, kind == nil { throw UsageRule.columnsWithoutKind }
  }

  /// The model that is given, or the one that comes with textae where one is needed.
  private var model: String? {
    let needsModel = rank != .words || against != nil || wordOrder || geometry
    return givenModel ?? (needsModel ? ModelInTheBox.name : nil)
  }

  func run() throws {
    let drawing = try PlotFile(plot, overwrite: overwrite)
    let pool = WorkerPool(threads: work.threads)
    let evaluator = Evaluator(
      bootstrap: resamples > 0 ? Bootstrap(resamples: resamples, seed: seed) : nil,
      probe: ClassificationProbe(seed: seed), pool: pool)
    let loading = ModelLoading(
      raw: raw, pooling: pooling, prefersSparse: sparse, precision: precision.value,
      threads: work.threads)
    func makeSubject(_ model: String?) throws -> EvaluationSubject {
      EvaluationSubject(
        model: try model.map(loading.load), evaluator: evaluator, ranking: rank,
        split: split)
    }
    let subject = try makeSubject(model)
    let rival = try against.map(makeSubject)
    let request = EvaluationRequest(
      kind: kind?.kind,
      columns: (columns ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    )
    let training = try training.map { try read($0, request) }
    var output = StandardOutput()
    var reports: [EvaluationReport] = []
    // Files are read one by one, so that earlier results are shown before a later file fails.
    var questions = files.map { path in { try read(path, request) } }
    if wordOrder { questions.append { WordOrderProbe().examples } }
    for question in questions {
      let report = try Interrupt.endingAtOnce {
        let file = try question()
        var report = EvaluationReport(
          model: model ?? "words", evaluation: try subject.evaluate(file, training: training))
        if histogram { report.histogram = SimilarityHistogram(report.evaluation) }
        if geometry { report.geometry = try subject.geometry(file) }
        if let rival, let against {
          let other = try rival.evaluate(file, training: training)
          report.other = (model: against, evaluation: other)
          report.difference = report.evaluation.difference(
            from: other, bootstrap: evaluator.bootstrap ?? Bootstrap(seed: seed), pool: pool)
        }
        return report
      }
      try output.writeLine(json ? report.json() : report.text)
      try output.flush()
      reports.append(report)
    }
    try drawing?.write(EvaluationPlot(reports).chart.svg)
  }

  /// Reads a file and says on standard error what was found in it.
  private func read(_ path: String, _ request: EvaluationRequest) throws -> EvaluationFile {
    var file = try PipeCopy.withTable(at: path) { try EvaluationFile(path: $0, as: request) }
    file.path = path
    work.console.note("\(path): read as \(file.summary)")
    return file
  }
}

/// The kinds that a file can be read as.
enum RequestedKind: String, ArgumentChoice {
  case similarity, paraphrase, retrieval, classification
  case wordSimilarity = "word-similarity"
  case wordAnalogy = "word-analogy"

  var kind: EvaluationKind {
    switch self {
    case .similarity: .similarity
    case .paraphrase: .paraphrase
    case .retrieval: .retrieval
    case .classification: .classification
    case .wordSimilarity: .wordSimilarity
    case .wordAnalogy: .wordAnalogy
    }
  }
}
