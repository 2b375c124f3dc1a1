/// The forms that an index can be exported in.
enum IndexExports {
  /// One line for each.
  static let all: [any IndexExport.Type] = [
    NumpyExport.self, FvecsExport.self, FaissExport.self, PGCopyExport.self,
    PGCopyHalfvecExport.self, PGCopyBitExport.self, SQLiteExport.self, ArrowExport.self,
    ProjectorExport.self,
  ]

  /// The form of a name.
  static func named(_ name: String) -> (any IndexExport.Type)? { all.first { $0.name == name } }
}
