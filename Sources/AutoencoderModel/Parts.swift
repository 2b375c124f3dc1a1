// Whoever adds an encoder, an objective or a corruption names its parameters as a `PartKind` does,
// so those names come with this module.
@_exported import DataStructures
