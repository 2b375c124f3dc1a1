/// A type of model that ``ModelStore`` opens: how its files are recognized, and how they are read.
///
/// A new type is a value of this struct in its own file, with a ``DescribedModel``, and an entry in
/// `ModelStore.types`.
struct ModelType: Sendable {
  /// The value of `kind` in its files.
  let kind: String
  /// Whether it has word vectors, which can be combined in several ways.
  var hasPooling = false
  /// Whether a location has this type; types must not overlap.
  let recognizes: @Sendable (ModelLocation) -> Bool
  /// Reads the files.
  let open: @Sendable (ModelLocation, ModelStore.Options) throws -> ModelContent
}
