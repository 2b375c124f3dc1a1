import CommandLineKit
import SkipGram
import TextAutoencoder

extension ErrorRenderer {
  /// Names of models that make no sense are wrong usage; the rest is bad data.
  static func failure(_ error: ModelStoreError) -> any Error {
    switch error {
    case .unknownModel(let path):
      CommandFailure(
        "not a kind of model that textae knows", at: path,
        advice: "give a folder that train, skipgram or lsa wrote", exitStatus: .badData)
    case .unknownPooling(let found, let path):
      UsageProblem.badValue(
        found, parameter: "the pooling of \(path)", expected: WordPooling.argumentExpectation,
        nearest: nil)
    case .noPooling(let path, let pooling):
      UsageProblem.invalid(
        "\(path) has no word vectors, so :\(pooling.rawValue) does not apply",
        advice: "leave it out")
    case .noVectors(let path):
      CommandFailure(
        "this model has no sentence vectors", at: path,
        advice: "make it with a --dimension above 0", exitStatus: .badData)
    case .notCompressible(let path, let kind):
      CommandFailure(
        "a model of the kind \(kind) cannot be compressed", at: path,
        advice: "give a folder that train or skipgram wrote", exitStatus: .badData)
    case .notAveraged(let path):
      CommandFailure(
        "this is no autoencoder, and only those are averaged", at: path,
        advice: "give folders that train wrote", exitStatus: .badData)
    case .copyOntoItself(let path):
      CommandFailure("this is the model itself", at: path, advice: "give another --output")
    case .noEnglishModel(let name):
      CommandFailure(
        "this textae was built without the model that comes with it", at: name,
        advice: "give a model with --model, or build textae from a checkout that has it")
    case .fixedModel(let name):
      CommandFailure(
        "this model is part of textae and cannot be changed", at: name,
        advice: "write it to a folder with textae model export, and give that", exitStatus: .usage)
    }
  }
}
