import SkipGram

/// The reasons why a model cannot be opened or used.
public enum ModelStoreError: Error, Equatable, Sendable {
  /// A folder that is not a model of any known type.
  case unknownModel(path: String)
  /// The name of a model ends in something that is not a pooling.
  case unknownPooling(String, path: String)
  /// A pooling was given to a model without word vectors.
  case noPooling(path: String, pooling: WordPooling)
  /// The model compares sentences but has no vectors of them.
  case noVectors(path: String)
  /// A model of a kind whose numbers cannot be stored in fewer bits.
  case notCompressible(path: String, kind: String)
  /// Only autoencoders are averaged.
  case notAveraged(path: String)
  /// A copy of a model that would replace the model itself.
  case copyOntoItself(path: String)
  /// The program was built without the model that comes with the package.
  case noEnglishModel(name: String)
  /// A file was to be kept with a model that is compiled in.
  case fixedModel(name: String)
}

extension ModelStoreError: CustomStringConvertible {
  /// The problem, with the path.
  public var description: String {
    switch self {
    case .unknownModel(let path): "not a known type of model: \(path)"
    case .unknownPooling(let name, let path):
      "\"\(name)\" is not a pooling of word vectors: \(path)"
    case .noPooling(let path, let pooling):
      "no word vectors, so no pooling \"\(pooling.rawValue)\": \(path)"
    case .noVectors(let path): "no sentence vectors: \(path)"
    case .notCompressible(let path, let kind): "a model of kind \(kind) is not compressed: \(path)"
    case .notAveraged(let path): "only autoencoders are averaged: \(path)"
    case .copyOntoItself(let path): "a copy cannot replace its own model: \(path)"
    case .noEnglishModel(let name): "this program was built without its model: \(name)"
    case .fixedModel(let name): "this model is part of the program and cannot be changed: \(name)"
    }
  }
}
