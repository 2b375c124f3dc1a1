import AutoencoderModel
import CommandLineKit
import EmbeddingEvaluation
import EnglishModel
import FileFormats
import TensorKit
import VisualReport

/// Collects what a page shows.
struct ReportMaker {
  let subjects: ReportSubjects
  let options: ViewOptions
  let work: RunOptions

  /// Sentences whose reconstructions are shown.
  private static let shownSentences = 20
  /// Sentences on which the use of units is measured, at the most.
  private static let measuredSentences = 1_000

  /// What was not written when the work is stopped.
  private var unsaved: String { "nothing was written" }

  /// The data of the page.
  func data(title: String?) throws -> VisualReportData {
    let pool = WorkerPool(threads: work.threads)
    let names = subjects.indexes.map(\.name) + subjects.given.map(\.name)
    let tables = try options.table.map { try FigureTable(contentsOf: $0) }
    let (sentences, origin) = try sentencesToReconstruct()
    return VisualReportData(
      title: title ?? names.joined(separator: ", "),
      maker: "textae \(TextAE.version)",
      corpora: try subjects.indexes.map { try corpus($0, pool) },
      models: try subjects.models.map { try model($0, sentences, origin) }, tables: tables)
  }

  // MARK: - Indexes

  /// The most points of each index: all share the page.
  private var mostPoints: Int { max(1, CorpusView.mostPoints / max(1, subjects.indexes.count)) }

  private func corpus(_ subject: PageIndex, _ pool: WorkerPool) throws -> CorpusView {
    var source = try IndexPoints(
      of: subject.vectors, limit: min(options.limit, mostPoints), label: options.label
    ).source(named: subject.name, vectors: subject.model?.name ?? "its vectors")
    source.firstNumber = subject.isTextFile ? 1 : 0
    let own = try subject.model?.sentenceEmbedder().checksum
    for model in subjects.given where try model.sentenceEmbedder().checksum != own {
      guard subject.vectors.hasSentences else {
        work.console.note(
          "\(subject.name) has no sentences, so \(model.name) cannot embed them")
        continue
      }
      source.vectors.append((model.name, try embed(source.sentences, by: model)))
    }
    let meters = Meters(console: work.console)
    defer { meters.finish() }
    var options = options.corpusOptions
    options.corpora = subjects.indexes.count
    return try CorpusView(source, options: options, pool: pool) {
      try Interrupt.check(saved: unsaved)
      meters.update($0, $1, $2)
    }
  }

  private func embed(_ sentences: [String], by model: LoadedModel) throws -> Matrix {
    let embedder = try model.sentenceEmbedder()
    let vectors = Matrix(rows: sentences.count, columns: embedder.dimension)
    let meter = work.console.meter(
      "embed by \(model.name)", unit: "sentences", total: sentences.count)
    for start in stride(from: 0, to: sentences.count, by: 1_024) {
      try Interrupt.check(saved: unsaved)
      let part = sentences[start..<min(sentences.count, start + 1_024)]
      let embedded = try embedder.embed(Array(part))
      for row in 0..<part.count { vectors.copyRow(start + row, from: embedded, row) }
      meter.update(start + part.count)
    }
    meter.finish()
    return vectors
  }

  // MARK: - Models

  private func model(
    _ model: LoadedModel, _ sentences: [String], _ origin: String
  ) throws -> ModelView {
    try Interrupt.check(saved: unsaved)
    let report = try FileReport.make(model.path)
    let isEnglish = model.opened.facts.comesWithPackage
    let log = isEnglish ? "" : ModelDirectory(path: model.path).log
    let writer = model.autoencoder.flatMap { $0.reconstructs ? $0 : nil }
    let shown = sentences.evenly(Self.shownSentences)
    return ModelView(
      name: model.name,
      about: about(model),
      facts: report.lines.filter { !Self.hidden.contains($0.name) }.map {
        Fact(name: $0.name, value: $0.value)
      },
      curves: Paths.exists(log) ? try TrainingCurves(log: log) : nil,
      reconstructions: try writer.map {
        try ReconstructionSample(of: shown, from: origin, by: $0)
      },
      units: model.autoencoder.flatMap { UnitActivity(of: sentences, by: $0) })
  }

  private func about(_ model: LoadedModel) -> String {
    guard model.opened.facts.comesWithPackage else {
      return "\(model.opened.model.title) in \(model.path)"
    }
    return model.autoencoder == nil
      ? "The word vectors that come with textae, by skip-gram." : ModelInTheBox.summary
  }

  /// What the page says in another place, or nowhere.
  private static let hidden: Set = ["file", "kind", "about", "checksum", "last validation"]

  /// The sentences to reconstruct, and what they are, in words.
  private func sentencesToReconstruct() throws -> ([String], origin: String) {
    guard subjects.models.contains(where: { $0.autoencoder != nil }) else { return ([], "") }
    if let path = options.sentences {
      var stream = SentenceStream(files: [path])
      var sentences: [String] = []
      while let part = try stream.next(4_096), sentences.count < 100_000 {
        sentences += part.filter { !$0.isBlank }
      }
      guard !sentences.isEmpty else { throw CommandError.noSentences(paths: [path]) }
      return (sentences.evenly(Self.measuredSentences), "sentences of \(path)")
    }
    if let first = subjects.indexes.first, first.vectors.hasSentences {
      let points = try IndexPoints(of: first.vectors, limit: Self.measuredSentences, label: nil)
      if !points.sentences.isEmpty {
        return (points.sentences, "sentences of \(first.name)")
      }
    }
    let builtIn = ProbePair.builtIn.filter { $0.kind == .paraphrase }
    return (builtIn.map(\.first), "sentences that come with textae")
  }

  /// A meter for the stage of the work.
  private final class Meters {
    private let console: Console
    private var stage: CorpusView.Stage?
    private var meter: ProgressMeter?

    init(console: Console) { self.console = console }

    func update(_ stage: CorpusView.Stage, _ done: Int, _ total: Int?) {
      if stage != self.stage {
        finish()
        let unit =
          switch stage {
          case .clusters: "rounds"
          case .map: "iterations"
          case .neighbors: "sentences"
          }
        (self.stage, meter) = (stage, console.meter(stage.rawValue, unit: unit, total: total))
      }
      meter?.update(done)
    }

    func finish() { meter?.finish() }
  }
}
