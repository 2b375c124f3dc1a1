import TensorKit

/// What an index is made of; it stays the same for the life of the index.
public struct IndexDesign: Equatable, Sendable {
  /// How many components a vector has.
  public var dimension: Int
  /// How vectors are compared.
  public var metric: Metric
  /// How the vectors near a query are found.
  public var kind: IndexKind
  /// How the vectors are stored that a query is compared with.
  public var codec: IndexCodec
  /// How the vectors are stored that answers are scored with; nil for the codec itself, or for bytes
  /// where the codec keeps too little.
  public var rescoring: IndexCodec?
  /// How the graph of the kind `hnsw` is built.
  public var graph: GraphParameters
  /// Whether the sentences are stored with the vectors.
  public var hasSentences: Bool
  /// The names of the columns beside the sentences.
  public var columns: [String]
  /// The column whose fields name the rows, each another one.
  public var key: String?
  /// The model that makes the vectors, if it is known.
  public var model: IndexModel?
  /// The name of the stemmer by which the words of the sentences are kept in every segment; nil without
  /// words.
  public var stemmer: String?

  /// The most components that a vector may have.
  public static let maximumDimension = IndexHeader.maximumDimension
  /// The most columns.
  public static let maximumColumns = 1_000

  /// Describes an index.
  public init(
    dimension: Int, metric: Metric = .cosine, kind: IndexKind = .flat, codec: IndexCodec = .f32,
    rescoring: IndexCodec? = nil, graph: GraphParameters = GraphParameters(),
    hasSentences: Bool = true, columns: [String] = [], key: String? = nil,
    model: IndexModel? = nil, stemmer: String? = nil
  ) {
    precondition(
      (1...Self.maximumDimension).contains(dimension), "vectors of \(dimension) components")
    precondition(rescoring?.isReadable ?? true, "\(rescoring?.name ?? "") cannot be read")
    precondition(key.map(columns.contains) ?? true, "no column \(key ?? "")")
    precondition(stemmer == nil || hasSentences, "words of no sentences")
    self.dimension = dimension
    self.metric = metric
    self.kind = kind
    self.codec = codec
    self.rescoring = rescoring
    self.graph = graph
    self.hasSentences = hasSentences
    self.columns = columns
    self.key = key
    self.model = model
    self.stemmer = stemmer
  }

  /// The codec that answers are scored with.
  public var fineCodec: IndexCodec {
    rescoring ?? (codec.isReadable ? codec : .int8)
  }

  /// The number of the column that is the key.
  var keyColumn: Int? { key.flatMap { columns.firstIndex(of: $0) } }
}
