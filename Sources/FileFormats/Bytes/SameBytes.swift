extension Collection<String> {
  /// Where a text of the same bytes is.
  ///
  /// What names something in a file is compared by bytes. `firstIndex(of:)` would take "é" and
  /// "e\u{301}" for equal, which may be two columns of a table.
  package func firstIndex(ofBytes text: String) -> Index? {
    firstIndex { $0.utf8.elementsEqual(text.utf8) }
  }
}
