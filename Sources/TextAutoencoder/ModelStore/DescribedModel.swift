import FileFormats

/// A model that says what it is. What a ``ModelType`` reads from files is one.
package protocol DescribedModel: Sendable {
  /// What it is, in a word or two.
  var title: String { get }

  /// Its sizes, and how it was trained if that is known, by names in camel case.
  ///
  /// - Throws: the errors of the model's files, which may be checked or read.
  func figures() throws -> [(name: String, value: JSONValue)]
}
