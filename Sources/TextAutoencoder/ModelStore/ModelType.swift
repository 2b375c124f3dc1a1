/// A type of model that ``ModelStore`` opens: how its files are recognized, and how they are read.
///
/// A new type is a value of this one in a file of its own, and an entry in `ModelStore.types`.
struct ModelType: Sendable {
  /// What its files say under `kind`.
  let kind: String
  /// Whether it has word vectors, which become a sentence vector in several ways.
  var hasPooling = false
  /// Whether what is at a path is of this type; no two types recognize the same.
  let recognizes: @Sendable (ModelLocation) -> Bool
  /// Reads the files.
  let open: @Sendable (ModelLocation, ModelStore.Options) throws -> ModelContent
}
