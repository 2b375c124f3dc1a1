import CommandLineKit
import DataStructures
import EnglishModel
import FileFormats
import TextAutoencoder

struct ModelExport: Command {
  static let name = "export"
  static let abstract = "Write the English model that comes with textae as a model folder."
  static let discussion = """
    The folder is a model like those that train writes, so torch and other programs can read it. CARD.md \
    in it says what the model is, and SOURCES.md what it learned from, with licenses. The word vectors \
    that come with textae are written by export.
    """
  static let examples = [
    Example("model export --output english.textae", "Writes the model as a folder."),
    Example(
      "export --format textae --output english.skipgram", "Writes the word vectors as a folder."),
  ]

  @Option("The folder to write.", value: "NAME.textae", completion: .directory) var output: String
  @Flag("Replace an existing output.") var overwrite
  @Flag("Show only warnings and errors.") var quiet

  func run() throws {
    let output = Paths.withoutFinalSlashes(output)
    guard ModelInTheBox.isPresent else {
      throw ModelStoreError.noEnglishModel(name: ModelInTheBox.name)
    }
    try OutputCheck.folder(output, mayExist: overwrite)
    try ModelInTheBox.export(to: output, existing: .replace)
    Console(quiet: quiet).note("\(output): \(TextFormat.size(RunFiles(output).bytes))")
  }
}
