/// The words of a binary model of fastText with their vectors.
final class FastTextSource: Word2VecSource {
  let path: String
  let file: FastTextFile
  private var row = 0

  init(path: String) throws(FileError) {
    self.path = path
    file = try FastTextFile(path: path)
  }

  func next(into vector: inout [Float]) throws(FileError) -> [UInt8]? {
    guard row < file.words.count else { return nil }
    defer { row += 1 }
    vector = file.vector(ofWord: row)
    guard vector.allSatisfy(\.isFinite) else {
      throw .badRow(
        path: path, line: nil,
        reason:
          "the vector of word \(row + 1) of \(file.words.count) has a number that is not finite")
    }
    return file.words[row]
  }

  var lastCount: Int? { row > 0 ? file.counts[row - 1] : nil }

  func expectEnd() throws(FileError) {}
}
