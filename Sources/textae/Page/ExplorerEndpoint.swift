import FileFormats
import LocalServer

/// Something that a page or a program can ask: one type in one file, and one line in
/// `Explorer.endpoints`.
protocol ExplorerEndpoint: Sendable {
  /// The path behind the token.
  static var path: String { get }
  /// `POST`, or `GET` for a question without content.
  static var method: String { get }

  /// The answer.
  ///
  /// - Throws: `RequestProblem` for a question that makes no sense, and the errors of the model.
  static func answer(_ question: JSONValue, _ explorer: Explorer) throws -> JSONValue
}

extension ExplorerEndpoint {
  static var method: String { "POST" }
}

/// Members of questions.
extension JSONValue {
  /// The most bytes of a text; models read less.
  private static var mostText: Int { 65_536 }

  /// A member that is a text and not blank.
  func text(of key: String) throws(RequestProblem) -> String {
    guard let text = self[key]?.text, !text.isBlank, text.utf8.count <= Self.mostText else {
      throw RequestProblem(
        400, "\(key) must be a text that is not empty, of at most \(Self.mostText) bytes")
    }
    return text
  }

  /// A member that is a number of 1 to `most`; `standard` if it is missing.
  func count(_ key: String, most: Int, standard: Int) throws(RequestProblem) -> Int {
    guard let value = self[key], value != .null else { return standard }
    guard let count = value.wholeNumber, (1...most).contains(count) else {
      throw RequestProblem(400, "\(key) must be a whole number from 1 to \(most)")
    }
    return count
  }

  /// A member that is a list of texts.
  func texts(of key: String, most: Int) throws(RequestProblem) -> [String] {
    let texts = self[key]?.elements?.compactMap(\.text) ?? []
    guard !texts.isEmpty, texts.count == self[key]?.elements?.count, texts.count <= most,
      texts.allSatisfy({ $0.utf8.count <= Self.mostText })
    else {
      throw RequestProblem(
        400,
        "\(key) must be a list of 1 to \(most) texts, of at most \(Self.mostText) bytes each")
    }
    return texts
  }
}
