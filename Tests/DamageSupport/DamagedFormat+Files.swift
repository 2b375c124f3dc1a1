import EmbeddingEvaluation
import FileFormats
import TestSupport
import TextAutoencoder
import Tokenization
import VisualReport

extension DamagedFormat {
  /// Vectors of other programs.
  static let vectors: [DamagedFormat] = [
    DamagedFormat("npy", as: "x.npy") {
      try goldens(
        "FileFormatsTests",
        [
          "matrix_f4.npy", "fortran_big_f8.npy", "fortran_big_f2.npy", "vector.npy",
          "matrix_v3.npy",
        ])
    } read: { path in
      let file = try NPYFile(path: path)
      for row in 0..<min(file.rows, 5) { _ = file.floats(rows: row..<row + 1) }
      if file.rows * max(1, file.columns) < 1_000 { _ = file.floats(rows: 0..<file.rows) }
    },
    DamagedFormat("npz", as: "x.npz") {
      try goldens("FileFormatsTests", ["one.npz", "two.npz"])
    } read: { path in
      let archive = try NPZArchive(path: path)
      for name in archive.names.prefix(3) {
        guard let file = try? archive.matrix(named: name) else { continue }
        for row in 0..<min(file.rows, 5) { _ = file.floats(rows: row..<row + 1) }
      }
    },
    DamagedFormat("word vectors, text", as: "x.vec") {
      try goldens("FileFormatsTests", ["vectors.txt", "glove.txt"])
        + [Array("2 2 7\nB64:bmHDr3Zl 0 1\nnew york 1 2\n".utf8)]
    } read: { path in
      try readWords(path)
    },
    DamagedFormat("word vectors, binary", as: "x.bin") {
      try goldens("FileFormatsTests", ["vectors.bin", "vectors_c.bin"])
    } read: { path in
      try readWords(path)
      try readWords(path, .binary)
    },
    DamagedFormat("fastText", as: "x.bin") {
      try goldens(
        "FileFormatsTests",
        ["fasttext.bin", "fasttext_letters.bin", "fasttext_supervised.bin", "fasttext.ftz"])
    } read: { path in
      let file = try FastTextFile(path: path)
      for row in file.words.indices.prefix(20) { _ = file.vector(ofWord: row) }
      _ = file.vector(ofUnknown: Array("unseen é".utf8))
      _ = try? SkipGramModel(importing: path, skipsBadRows: true).neighbors(of: "x", count: 1)
    },
    DamagedFormat("fvecs", as: "x.fvecs") {
      [[2, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 2, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]]
    } read: { path in
      let file = try FvecsFile(path: path)
      _ = file.floats(rows: 0..<min(file.rows, 5))
    },
  ]

  private static func readWords(_ path: String, _ format: Word2VecReader.Format = .automatic) throws
  {
    for skips in [true, false] {
      let reader = try Word2VecReader(path: path, format: format, skipsBadRows: skips)
      var vector: [Float] = []
      while try reader.next(into: &vector) != nil {}
    }
    _ = try SkipGramModel(importing: path, format: format)
  }

  /// Tensors and what is mapped into memory.
  static let tensors: [DamagedFormat] = [
    DamagedFormat("safetensors", as: "x.safetensors") {
      try goldens("FileFormatsTests", ["tensors.safetensors"])
        + [DamagedModels.bytes("b.skipgram/model.safetensors")]
    } read: { path in
      let file = try SafetensorsFile(path: path, verification: .ifPresent)
      for tensor in file.tensors {
        _ = try? file.bytes(tensor.name)
        _ = try? file.floats(tensor.name)
      }
      try file.verify()
    },
    DamagedFormat("index in a single file", as: "x.index") {
      try goldens("VectorSearchTests", ["cosine.index", "l2.index", "model.index"])
    } read: { path in
      // Whoever forges a file also forges its checksums.
      try ForgedChecksums.header(path, 512)
      let index = try MappedIndex(path: path)
      for id in 0..<min(index.count, 3) {
        _ = try? index.sentence(id)
        _ = index.vector(id)
      }
      _ = try? index.search(
        queries: Matrix(rows: 1, columns: index.dimension), count: 2,
        pool: WorkerPool(threads: 1))
      try index.verify()
    },
    DamagedFormat("index of words", as: "x.words") {
      [try DamagedModels.bytes("x.words")]
    } read: { path in
      try ForgedChecksums.words(path)
      let index = try LexicalIndex(path: path)
      for query in ["the soup", "common rare 7"] {
        _ = try? index.search(query, count: 3)
        _ = try? index.search(query, count: 3, scoring: BM25()) { $0 % 2 == 0 }
      }
      for id in 0..<min(index.count, 3) {
        _ = try? index.text(id)
        _ = try? index.rows(id)
        _ = try? index.document(ofRow: id)
      }
      try index.verify()
    },
    DamagedFormat("token file", as: "x.tokens") {
      [try DamagedModels.bytes("a.textae.tokens")]
    } read: { path in
      try ForgedChecksums.tokenFile(path)
      let file = try TokenFile(path: path)
      for chunk in 0..<file.chunkCount { _ = try file.chunk(chunk) }
    },
  ]

  /// Tokenizers of this package and of others.
  static let tokenizers: [DamagedFormat] =
    [
      ["word-stripped", "bpe-plain"], ["bert-uncased", "bert-cased"],
      ["albert", "t5", "unigram-bytes"],
    ].map { names in
      DamagedFormat(
        "tokenizer.json: \(names.joined(separator: ", "))", as: "tokenizer.json", parts: 3
      ) {
        try goldens("TokenizationTests", names.map { $0 + ".json" })
      } read: { path in
        let tokenizer = try Tokenizer(contentsOf: path)
        for text in [
          "the river's road é ☃ </s> [MASK] <mask> xROADX", "", "\u{FF11}\u{A0}e\u{301}",
        ] {
          _ = tokenizer.decode(tokenizer.encode(text))
          _ = tokenizer.words(of: text)
        }
        _ = [tokenizer.padID, tokenizer.bosID, tokenizer.eosID, tokenizer.blankID]
      }
    }

  /// Texts and what is compressed.
  static let texts: [DamagedFormat] = [
    DamagedFormat("JSON", as: "x.json") {
      [Array(#"{"a": [1, -2.5e3, "x\u00e9\ud83d\ude00", null, true, {"b": {}}], "c": 12}"#.utf8)]
    } read: { path in
      _ = try JSONValue(contentsOf: path).indentedText
    },
    DamagedFormat("gzip", as: "x.gz") {
      [try DamagedModels.bytes("corpus.txt.gz")]
    } read: { path in
      let reader = try LineReader(path: path)
      while try reader.next() != nil {}
    },
  ]

  /// Tables of text, and of examples.
  static let tables: [DamagedFormat] = [
    DamagedFormat("CSV", as: "x.csv", parts: 3) {
      [
        Array("id,text\n1,\"a, \"\"b\"\"\nc\"\n2,d\n".utf8),
        Array("text;score\n\"a; b\";4,5\nc;1\n".utf8),
      ]
    } read: { path in
      try readTable(path)
    },
    DamagedFormat("TSV", as: "x.tsv", parts: 3) {
      [
        Array("id\ttext\n1\t\"a \"\"b\"\"\"\n2\tc\n".utf8),
        Array("a b\tc d\t4.5\ne f\tg h\t2\n".utf8),
      ]
    } read: { path in
      try readTable(path)
    },
    DamagedFormat("JSON lines", as: "x.jsonl", parts: 3) {
      [
        Array("{\"text\": \"a\", \"n\": 1}\n{\"n\": 2, \"text\": \"b\\nc\"}\n".utf8),
        Array(
          ("{\"sentence1\": \"a\", \"sentence2\": \"b\", \"score\": 1}\n"
            + "{\"score\": 2.5, \"sentence1\": \"c\", \"sentence2\": \"d\"}\n").utf8),
      ]
    } read: { path in
      try readTable(path)
    },
    DamagedFormat("tables of figures", as: "x.txt") {
      [
        Array("| kind | exact |\n| --- | ---: |\n| `a` | 1,066 % |\n| b \\| c | – |\n".utf8),
        Array("size\tloss\n2\t1e3\n4\t-0.5\n".utf8),
        Array("{\"kind\": \"a\", \"exact\": 0.5}\n{\"kind\": \"b\", \"exact\": null}\n".utf8),
        Array(
          (#"{"entries":[{"autoencoder":{"neighborsKept":0.5,"reconstructionError":0.2},"dimension":2,"#
            + #""pca":{"neighborsKept":0.4,"reconstructionError":0.5}}],"fittedVectors":80,"#
            + #""inputDimension":12,"measuredVectors":20,"metric":"l2","neighbors":10}"#).utf8),
      ]
    } read: { path in
      let table = try FigureTable(contentsOf: path)
      _ = table.places
    },
    DamagedFormat("evaluation files", as: "x.txt") {
      examples.map { Array($0.utf8) }
    } read: { path in
      _ = try? EvaluationFile(path: path)
      for (kind, columns) in [
        (.similarity, ["1", "2", "3"]), (.classification, ["2", "1"]), (.wordAnalogy, []),
      ] as [(EvaluationKind, [String])] {
        _ = try? EvaluationFile(path: path, as: EvaluationRequest(kind: kind, columns: columns))
      }
    },
  ]

  /// A short file of every layout.
  private static let examples = [
    ": capital\nAthens Greece Oslo Norway\nAthens Greece Rome Italy\n",
    "DESC:manner How does it work ?\nLOC:city Where is Oslo ?\nDESC:def What is it ?\n",
    "gj04\t1\t\tThe soup was hot.\ngj04\t0\t*\tSoup the hot was.\n",
    "tr\tPAST\tthe cat sat\nte\tPRES\tthe cat sits\ntr\tPRES\tit is\n",
    "pair_ID\tsentence_A\tsentence_B\trelatedness_score\n1\ta b\tc d\t4.5\n2\te f\tg h\t1\n",
    "main\tnews\t2012\t0001\t5.000\tA plane .\tAn air plane .\nmain\tnews\t2012\t2\t1\tA b .\tC d .\n",
    "tiger cat 7.35\nbook paper 7.46\n",
    "Quality,#1 String,#2 String\n1,a b,\"c, d\"\n0,e,f\n",
    "{\"sentence1\": \"a\", \"sentence2\": \"b\", \"label\": 1.5}\n",
    "premise\thypothesis\tlabel\na b\tc d\tneutral\n",
  ]

  private static func readTable(_ path: String) throws {
    if let rows = try? TableRowReader(path: path, text: .name("text"), skipsBadRows: true) {
      while (try? rows.next()) ?? nil != nil {}
    }
    for column in [nil, "text", "2"] {
      for skips in [false, true] {
        let format = CorpusFormat(column: column.map(TextColumn.init), skipsBadRows: skips)
        guard let reader = try? CorpusLineReader(path: path, format: format) else { continue }
        while (try? reader.next()) ?? nil != nil {}
      }
    }
    _ = try EvaluationFile(path: path)
  }
}
