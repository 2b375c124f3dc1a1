/// The formats that vectors can be written in.
public enum VectorFormat: String, CaseIterable, Sendable {
  /// A NumPy matrix.
  case npy
  /// One JSON object per line: `{"sentence": …, "vector": […]}`.
  case jsonl
  /// One row per line, numbers separated by tabs, without the sentences.
  case tsv
  /// The text format of word2vec; spaces in a sentence become underscores.
  case word2vec
  /// Rows for PostgreSQL's `COPY` into columns of type `text` and pgvector's `vector`.
  case pgvector
  /// The numbers alone, little-endian.
  case raw
  /// An Arrow table with the columns `sentence` and `vector`, in the file format (Feather version 2).
  case arrow

  /// Whether the format has numbers of this kind.
  public func holds(_ number: VectorNumber) -> Bool {
    switch self {
    case .npy: number.npyType != nil
    case .raw: true
    case .jsonl, .tsv, .word2vec, .pgvector, .arrow: number == .f32
    }
  }

  /// Begins an output in this format; `count` is the number of rows if it is known.
  ///
  /// - Precondition: The format `holds` the kind of number.
  /// - Throws: `FileError` if the output cannot be made.
  public func makeWriter(
    path: String, dimension: Int, count: Int? = nil, number: VectorNumber = .f32,
    existing: OverwritePolicy = .replace
  ) throws(FileError) -> any VectorWriter {
    precondition(holds(number), "\(self) has no \(number)")
    switch self {
    case .npy:
      return try NPYWriter(
        path: path, columns: dimension, rows: count, number: number, existing: existing)
    case .word2vec:
      return try Word2VecWriter(
        path: path, dimension: dimension, count: count, existing: existing)
    case .jsonl:
      return VectorLines(try AtomicFile(path: path, existing: existing)) { row, label, bytes in
        bytes.append(contentsOf: "{\"sentence\":".utf8)
        JSONValue.append(string: label, to: &bytes)
        bytes.append(contentsOf: ",\"vector\":[".utf8)
        for index in 0..<row.count {
          if index > 0 { bytes.append(UInt8(ascii: ",")) }
          JSONValue.append(number: row[index], to: &bytes)
        }
        bytes.append(contentsOf: "]}\n".utf8)
      }
    case .tsv:
      return VectorLines(try AtomicFile(path: path, existing: existing)) { row, _, bytes in
        for index in 0..<row.count {
          if index > 0 { bytes.append(UInt8(ascii: "\t")) }
          FloatText.append(row[index], to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
      }
    case .pgvector:
      return VectorLines(try AtomicFile(path: path, existing: existing)) { row, label, bytes in
        for byte in label.utf8 { Self.append(copied: byte, to: &bytes) }
        bytes.append(contentsOf: "\t[".utf8)
        for index in 0..<row.count {
          if index > 0 { bytes.append(UInt8(ascii: ",")) }
          FloatText.append(row[index], to: &bytes)
        }
        bytes.append(contentsOf: "]\n".utf8)
      }
    case .raw:
      return RawVectorWriter(
        try AtomicFile(path: path, existing: existing), columns: dimension, number: number)
    case .arrow:
      return try ArrowVectorWriter(path: path, dimension: dimension, existing: existing)
    }
  }

  /// Appends a byte of text as `COPY` reads it; U+FFFD stands for U+0000, which no text may have.
  private static func append(copied byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
    case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
    case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
    case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
    case 0: bytes.append(contentsOf: "\u{FFFD}".utf8)
    default: bytes.append(byte)
    }
  }
}
