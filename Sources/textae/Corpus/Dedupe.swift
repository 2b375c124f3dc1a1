import CommandLineKit
import CorpusAnalysis
import DataStructures
import FileFormats
import TensorKit

struct Dedupe: Command {
  static let name = "dedupe"
  static let abstract = "Write sentences without near-duplicates, keeping the first of them."
  static let discussion = """
    A sentence is left out if its cosine similarity with one kept before is the threshold or more. \
    Memory holds the vectors that are kept. With --json, every sentence of the input is written, \
    with the number of the sentence that it duplicates, or null.
    """
  static let examples = [
    Example(
      "dedupe reviews.txt --model reviews.textae --output fewer.txt",
      "Leaves out what is 0.95 similar or more."),
    Example(
      "dedupe --model reviews.textae --threshold 0.9 --json - < reviews.txt",
      "Tells for every sentence which one it duplicates."),
  ]

  @Argument(
    "FILE",
    "Text files, one sentence per line, or tables; plain or compressed. - or none is standard input."
  )
  var files: [String]
  let embedding = SentenceVectorOptions()
  @Option("The least cosine similarity of duplicates.", .within(-1...1)) var threshold = 0.95
  @Option("Output file; - is standard output.", value: "FILE", completion: .file)
  var output = "-"
  @Flag("Write one JSON object per sentence of the input.") var json
  @Flag("Replace an existing output.") var overwrite
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws { try embedding.validate(tables) }

  func run() throws {
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    try OutputCheck.file(output, existing)
    let (source, loaded) = try embedding.source(
      files.isEmpty ? ["-"] : files, tables, threads: work.threads)
    var deduplication = Deduplication(
      dimension: source.dimension, threshold: threshold, pool: WorkerPool(threads: work.threads))
    let file = try AtomicFile(path: output, existing: existing)
    let meter = work.console.meter("dedupe", unit: "sentences", total: source.count)
    while let part = try source.next(4_096) {
      try Interrupt.check(saved: "\(output) was not written")
      let first = deduplication.count
      let duplicates = try deduplication.add(part.vectors)
      for (place, (sentence, earlier)) in zip(part.sentences, duplicates).enumerated() {
        if json {
          let object: JSONValue = [
            "line": .integer(first + place), "sentence": .string(sentence),
            "duplicateOf": earlier.map { .integer($0) } ?? .null,
          ]
          try file.write(object.jsonText + "\n")
        } else if earlier == nil {
          try file.write(sentence + "\n")
        }
      }
      meter.update(deduplication.count)
    }
    try file.commit()
    meter.finish()
    loaded?.warnOfCuts(work.console)
    work.console.note(
      "\(grouped(deduplication.keptCount)) of \(counted(deduplication.count, "sentence")) kept")
  }
}
