import CommandLineKit
import EmbeddingEvaluation
import FileFormats
import Foundation
import SentenceEmbedding
import SkipGram
import TensorKit

struct Evaluate: Command {
  static let name = "evaluate"
  static let abstract = "Measure a model on benchmark files."
  static let discussion = """
    The reader tells which file is what: scored pairs of sentences (STS-B, SICK, STS 2012 to 2016, MRPC), pairs of \
    words (SimLex-999, WordSim-353, MEN), word analogies, labeled sentences (TREC, SST-2, a folder of seq.in and \
    label), or pairs that belong together (retrieval). Correlations are times 100; brackets hold the 95 % interval of \
    a bootstrap.

    With --word-order, with files or without, a linear classifier is asked who acts on whom in sentences made for this \
    purpose, such as "the old doctor helped the young farmer". It learns from 2,000 of them and is tested on 1,000 \
    with other nouns and verbs. Bags of words get 50.

    With --against both models meet the same examples, and the difference has an interval of its own.

    Word vectors become a sentence by their mean, by sif (frequent words weigh less, the common component is \
    removed) or by sif-weights (nothing is removed): write MODEL:mean, MODEL:sif or MODEL:sif-weights.
    """
  static let examples = [
    Example("evaluate --model reviews.textae stsb-dev.csv SICK_trial.txt", "Correlation on both."),
    Example(
      "evaluate --model reviews.textae --against reviews.skipgram stsb-dev.csv --json",
      "Both models, and their difference."),
    Example(
      "evaluate --model vectors.skipgram:sif --against vectors.skipgram:mean stsb-dev.csv",
      "The same word vectors, averaged in two ways."),
    Example(
      "evaluate --model reviews.textae --word-order", "Is the order of words in the vectors?"),
  ]

  @Argument("FILE", "Benchmark files; none are needed with --word-order.") var files: [String]
  @Option("The model to measure.", value: "MODEL", completion: .file) var model: String
  @Option("Another model to compare with.", value: "MODEL", completion: .file) var against: String?
  @Option("How word vectors become the vector of a sentence; MODEL:POOLING says it for one model.")
  var pooling = WordPooling.sif
  @Option(
    "Labeled sentences to learn classes from; without it ten-fold cross-validation.",
    value: "FILE", completion: .file)
  var training: String?
  @Option("How often the bootstrap resamples; 0 for no intervals.", .within(0...100_000))
  var resamples = 1_000
  @Option("Seed of the bootstrap and the folds.") var seed: UInt64 = 1
  @Flag("Also ask who acts on whom in generated sentences.") var wordOrder
  @Flag("TF-IDF itself rather than LSA, for models that have both.") var sparse
  @Flag("Also tell how the vectors of the sentences lie in space.") var geometry
  @Flag("Vectors as the model gives them, without the post-processing kept with it.") var raw
  @Flag("One JSON object a file.") var json
  let work = RunOptions()

  func validate() throws {
    if files.isEmpty, !wordOrder { throw UsageProblem.missingArgument("FILE…") }
  }

  func run() throws {
    let pool = WorkerPool(threads: work.threads)
    let evaluator = Evaluator(
      bootstrap: resamples > 0 ? Bootstrap(resamples: resamples, seed: seed) : nil,
      probe: ClassificationProbe(seed: seed), pool: pool)
    let loading = ModelLoading(
      raw: raw, pooling: pooling, prefersSparse: sparse, threads: work.threads)
    let subject = EvaluationSubject(model: try loading.load(model), evaluator: evaluator)
    let rival = try against.map {
      EvaluationSubject(model: try loading.load($0), evaluator: evaluator)
    }
    let training = try training.map { try EvaluationFile(path: $0) }
    var output = StandardOutput()
    // Each file is read in its turn, so that the figures of those before it are shown already.
    var questions = files.map { path in { try EvaluationFile(path: path) } }
    if wordOrder { questions.append { WordOrderProbe().examples } }
    for question in questions {
      let report = try Interrupt.endingAtOnce {
        let file = try question()
        var report = EvaluationReport(
          model: model, evaluation: try subject.evaluate(file, training: training))
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
    }
  }
}
