import EmbeddingEvaluation
import FileFormats

/// Probes from the user: a kind and two sentences per line, separated by tabs.
enum ProbeFile {
  static func read(_ path: String) throws -> [ProbePair] {
    let reader = try DelimitedReader(path: path, notation: .tabs)
    var pairs: [ProbePair] = []
    while let fields = try reader.next() {
      if fields == [""] { continue }
      guard fields.count == 3 else {
        throw EvaluationFileError.fields(
          path: path, line: reader.lineNumber, expected: 3, found: fields.count)
      }
      guard let kind = ProbeKind(rawValue: fields[0]) else {
        let known = ProbeKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw FileError.malformed(
          path: path, line: reader.lineNumber,
          reason: "\"\(fields[0])\" is not a kind of probe; use one of \(known)")
      }
      pairs.append(ProbePair(kind: kind, first: fields[1], second: fields[2]))
    }
    guard !pairs.isEmpty else { throw EvaluationFileError.empty(path: path) }
    return pairs
  }
}
