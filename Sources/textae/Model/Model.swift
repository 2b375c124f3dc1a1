import CommandLineKit

/// The commands that make another form of a trained model.
enum ModelGroup {
  static var commands: [any Command.Type] { [ModelExport.self, ModelCompress.self] }
}
