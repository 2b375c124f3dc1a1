import FileFormats

/// A kind of reducer that can be kept in a folder: one type, and one line in ``ReducerKinds``.
package protocol StoredReducer: VectorReducer {
  /// What a file says under `method`.
  static var method: String { get }
  /// Further entries of the file's metadata.
  var metadata: [(key: String, value: String)] { get }
  /// Figures for a person who asks what the file holds.
  var figures: [(name: String, value: JSONValue)] { get }
  /// The numbers.
  var tensors: [(name: String, shape: [Int], values: [Float])] { get }

  /// Reads what `metadata` and `tensors` gave, for vectors and codes of these sizes.
  ///
  /// - Throws: `FileError` for whatever is wrong with it.
  init(from file: SafetensorsFile, inputDimension: Int, dimension: Int) throws(FileError)
}

/// All kinds of reducers.
package enum ReducerKinds {
  /// Add a new kind to this list.
  package static let all: [any StoredReducer.Type] = [
    PrincipalComponents.self, VectorAutoencoder.self,
  ]
}
