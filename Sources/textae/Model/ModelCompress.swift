import CommandLineKit
import DataStructures
import FileFormats
import TextAutoencoder

struct ModelCompress: Command {
  static let name = "compress"
  static let abstract = "Store a model with 8 or 16 bits a number."
  static let discussion = """
    Writes a copy that every command reads in place of the model, and from which training can begin \
    with --init. It has the settings, the tokenizer and the post-processing, but no checkpoint, so \
    --resume does not go on from it. Vectors differ a little from those of the model, so an index is \
    to be built again.

    int8 takes a quarter of the room: each row of a matrix is scaled so that its largest number is \
    127. f16 and bf16 take half of it. f32 writes a compressed model in full again, with the same \
    vectors.
    """
  static let examples = [
    Example(
      "model compress reviews.textae --numbers int8 --output small.textae",
      "Writes a model of a quarter of the size."),
    Example(
      "model compress reviews.skipgram --numbers f16 --output small.skipgram",
      "Does the same for word vectors, with 16 bits."),
  ]

  @Argument(
    "MODEL",
    "An autoencoder, word vectors, a file of word vectors, or english, the model that comes with textae."
  )
  var model: String
  @Option("Folder for the copy.", value: "NAME", completion: .file) var output: String
  @Option("How the numbers of matrices are stored.") var numbers = VectorNumber.int8
  @Flag("Replace an existing output.") var overwrite
  @Flag("Show only warnings and errors.") var quiet

  func run() throws {
    try OutputCheck.folder(output, mayExist: overwrite)
    try ModelCompression.write(model, to: output, numbers: numbers, existing: .replace)
    Console(quiet: quiet).note("\(output): \(TextFormat.size(RunFiles(output).bytes))")
  }
}
