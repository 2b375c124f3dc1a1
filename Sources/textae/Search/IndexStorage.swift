import CommandLineKit
import VectorSearch

/// How the vectors of an index are stored and found, as far as it is not left to their number.
struct IndexStorage {
  var kind = IndexKindChoice.auto
  var codec = IndexCodecChoice.auto
  var rescore = IndexCodecChoice.auto

  /// Decides what is left to `auto`.
  func choose(for builder: IndexBuilder, _ console: Console) {
    let chosen = kind.kind(for: builder.count)
    let isAutomaticGraph = chosen == .hnsw && codec.value == nil
    builder.choose(
      kind: chosen, codec: codec.value ?? (isAutomaticGraph ? .int8 : .f32),
      rescoring: rescore.value ?? (isAutomaticGraph ? .f32 : nil))
    if kind == .auto, chosen == .hnsw {
      console.note(
        "kind: hnsw, because there are more than \(grouped(IndexKindChoice.graphCount - 1)) "
          + "vectors; --kind flat compares all of them")
    }
  }
}
