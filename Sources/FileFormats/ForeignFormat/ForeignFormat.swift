/// Formats that are not read, recognized by their first bytes so that an error can name them.
package enum ForeignFormat: CaseIterable, Sendable {
  case pickle, zip, parquet, numpy, pdf

  /// The format of a file that begins with these bytes, or nil.
  package init?(_ head: some Collection<UInt8>) {
    let found = Self.allCases.first { format in
      format.beginnings.contains { head.starts(with: $0) }
    }
    guard let found else { return nil }
    self = found
  }

  private var beginnings: [[UInt8]] {
    switch self {
    // The protocols that write a binary frame; text cannot begin with the byte 0x80.
    case .pickle: (2...5).map { [0x80, $0] }
    case .zip: [[0x50, 0x4B, 0x03, 0x04]]
    case .parquet: [Array("PAR1".utf8)]
    case .numpy: [[0x93] + Array("NUMPY".utf8)]
    case .pdf: [Array("%PDF-".utf8)]
    }
  }

  /// What it is, and how word vectors are had from it, as a clause.
  package var reasonForVectors: String {
    switch self {
    case .pickle:
      "a Python pickle, as gensim saves vectors; in Python, "
        + "gensim.models.KeyedVectors.load(\"in.kv\").save_word2vec_format(\"out.vec\") converts it"
    case .zip:
      "a zip archive, such as .npz; unpack it and give the .npy or text file inside"
    case .numpy: "a NumPy matrix, which has vectors but no words"
    case .parquet, .pdf: reasonForText
    }
  }

  /// What it is, and how text is had from it, as a clause.
  package var reasonForText: String {
    switch self {
    case .pickle: "a Python pickle, and not a text"
    case .zip: "a zip archive, such as .xlsx, .docx or .npz, and not a text; save it as CSV or text"
    case .parquet:
      "a Parquet file; duckdb -c \"COPY (FROM 'in.parquet') TO 'out.csv'\" converts it to CSV"
    case .numpy: "a NumPy matrix, which has numbers but no text"
    case .pdf: "a PDF; pdftotext in.pdf out.txt extracts its text"
    }
  }
}
