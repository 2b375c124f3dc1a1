import CommandLineKit
import DimensionReduction
import FileFormats
import TensorKit

/// What `reduce apply` and `reduce invert` have in common: rows in, rows out.
struct ReductionConversion: OptionGroup {
  static let title = "Conversion"

  @Option("The folder that 'reduce fit' wrote.", value: "NAME", completion: .directory)
  var reducer: String
  @Option("Output file; - is standard output.", value: "FILE", completion: .file)
  var output: String
  @Option("File format of the rows, if not by the ending of the output.")
  var format = VectorFormat.npy
  @Flag("Print one JSON object per row: the same as --format jsonl.") var json
  @Flag("Replace an existing output.") var overwrite

  func validate(_ files: [String]) throws {
    guard files.count == 1 else { throw UsageRule.vectorFiles(files.count) }
    guard !$format, !json, let ending = OutputEnding(of: output), ending.format == nil else {
      return
    }
    throw UsageRule.unknownEnding(ending.name, formats: VectorFormat.allCases.map(\.rawValue))
  }

  /// Converts the rows of a file.
  func run(
    _ path: String, _ work: RunOptions,
    columns: (any VectorReducer) -> Int, into outputColumns: (any VectorReducer) -> Int,
    convert: (any VectorReducer, Matrix, WorkerPool) throws -> Matrix
  ) throws {
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    try OutputCheck.file(output, existing)
    let reducer = try ReducerFolder.open(Paths.withoutFinalSlashes(reducer))
    let input = try VectorInput(path: path)
    guard input.dimension == columns(reducer) else {
      throw ReductionError.mismatchedDimension(
        expected: columns(reducer), found: input.dimension)
    }
    let pool = WorkerPool(threads: work.threads)
    let chosen =
      json ? .jsonl : $format ? format : OutputEnding(of: output)?.format ?? VectorFormat.npy
    let writer = try chosen.makeWriter(
      path: output, dimension: outputColumns(reducer), existing: existing)
    let meter = work.console.meter("reduce", unit: "vectors", total: input.count)
    var done = 0
    while let part = try input.next(4_096, from: done) {
      try Interrupt.check(saved: "\(output) was not written")
      try convert(reducer, part.vectors, pool).withElements { rows in
        try writer.append(rows, labels: part.sentences)
      }
      done += part.vectors.rows
      meter.update(done)
    }
    try writer.finish()
    meter.finish()
  }
}
