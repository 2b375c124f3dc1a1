/// How an index finds the vectors near a query.
public enum IndexKind: String, CaseIterable, Sendable {
  /// Every vector is compared with the query.
  case flat
  /// The query follows a graph of neighbors on several levels (Malkov and Yashunin 2016).
  case hnsw
}
