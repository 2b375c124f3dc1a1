import CommandLineKit
import DimensionReduction
import FileFormats
import TensorKit

struct ReduceApply: Command {
  static let name = "apply"
  static let abstract = "Make short codes of vectors."
  static let discussion = """
    Each vector gives one code, in the same order. Memory use does not grow with the input. The \
    ending of the output decides its format, as for embed.
    """
  static let examples = [
    Example(
      "reduce apply vectors.npy --reducer small.reducer --output codes.npy",
      "Writes a NumPy matrix with one code per vector."),
    Example(
      "reduce apply - --reducer small.reducer --format tsv --output - < vectors.npy",
      "Prints the codes as text."),
  ]

  @Argument(
    "VECTORS", "A file of vectors: .npy or word2vec; - is standard input.", isRequired: true)
  var vectors: [String]
  let conversion = ReductionConversion()
  let work = RunOptions()

  func validate() throws { try conversion.validate(vectors) }

  func run() throws {
    try conversion.run(vectors[0], work, columns: \.inputDimension, into: \.dimension) {
      try $0.reduce($1, pool: $2)
    }
  }
}

struct ReduceInvert: Command {
  static let name = "invert"
  static let abstract = "Make vectors of short codes again."
  static let discussion = """
    Each code gives the vector that stands for it, in the same order. What the codes do not keep is \
    lost. The ending of the output decides its format, as for embed.
    """
  static let examples = [
    Example(
      "reduce invert codes.npy --reducer small.reducer --output restored.npy",
      "Writes a NumPy matrix with one vector per code.")
  ]

  @Argument(
    "CODES", "A file of codes: .npy or word2vec; - is standard input.", isRequired: true)
  var codes: [String]
  let conversion = ReductionConversion()
  let work = RunOptions()

  func validate() throws { try conversion.validate(codes) }

  func run() throws {
    try conversion.run(codes[0], work, columns: \.dimension, into: \.inputDimension) {
      try $0.restore($1, pool: $2)
    }
  }
}
