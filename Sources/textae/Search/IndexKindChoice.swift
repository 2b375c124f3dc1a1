import CommandLineKit
import VectorSearch

/// The values of `--kind`.
enum IndexKindChoice: String, ArgumentChoice {
  case auto, flat, hnsw

  /// From this many vectors on, `auto` builds a graph.
  static let graphCount = 100_001

  /// The kind for a number of vectors.
  func kind(for count: Int) -> IndexKind {
    switch self {
    case .auto: count < Self.graphCount ? .flat : .hnsw
    case .flat: .flat
    case .hnsw: .hnsw
    }
  }
}

/// The values of `--codec` and `--rescore`: a codec, or `auto`.
struct IndexCodecChoice: ArgumentValue {
  /// The codec; nil for `auto`.
  let value: IndexCodec?

  static let auto = IndexCodecChoice(value: nil)

  private init(value: IndexCodec?) { self.value = value }

  init?(argument: String) {
    guard argument != "auto" else {
      self = .auto
      return
    }
    guard let codec = IndexCodec(argument) else { return nil }
    value = codec
  }

  var argumentText: String { value?.name ?? "auto" }

  static var argumentChoices: [String] { ["auto"] + IndexCodec.all.map(\.name) }
  static var argumentPlaceholder: String { argumentChoices.joined(separator: "|") }
  static var argumentExpectation: String { "one of " + argumentChoices.joined(separator: ", ") }
}
