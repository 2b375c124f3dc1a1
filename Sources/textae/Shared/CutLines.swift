import CommandLineKit

/// The warning about lines that are longer than what is used of them.
enum CutLines {
  /// Says how many lines were cut to `limit`, such as "50 tokens", and what to do.
  ///
  /// Corpora such as text8 are one line, of which hardly anything would be used.
  static func warning(_ count: Int, of all: Int, limit: String, advice: String) -> String {
    guard all > 1 else {
      return
        "the whole text is on one line, and only its first \(limit) are used; put one sentence on "
        + "each line, or cut it at spaces: fold -s -w 200 in.txt > out.txt"
    }
    return
      "lines longer than \(limit), which were cut: \(grouped(count)) of \(grouped(all)); \(advice)"
  }
}
