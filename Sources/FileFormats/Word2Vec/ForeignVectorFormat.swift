/// Formats of vectors that are not read, recognized so that an error can say how to convert them.
enum ForeignVectorFormat: CaseIterable {
  case pickle, fastText, zip

  /// The format of a file that begins with these bytes, or nil.
  init?(_ head: ArraySlice<UInt8>) {
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
    // The magic number 793,712,314.
    case .fastText: [[0xBA, 0x16, 0x4F, 0x2F]]
    case .zip: [[0x50, 0x4B, 0x03, 0x04]]
    }
  }

  /// What it is and how to convert it, as a clause.
  var reason: String {
    switch self {
    case .pickle:
      "a Python pickle, as gensim saves vectors; in Python, "
        + "gensim.models.KeyedVectors.load(\"in.kv\").save_word2vec_format(\"out.vec\") converts it"
    case .fastText:
      "a binary model of fastText; in Python, gensim.models.fasttext.load_facebook_vectors(\"in.bin\")"
        + ".save_word2vec_format(\"out.vec\") writes its words"
    case .zip:
      "a zip archive, such as .npz; unpack it and give the .npy or text file inside"
    }
  }
}
