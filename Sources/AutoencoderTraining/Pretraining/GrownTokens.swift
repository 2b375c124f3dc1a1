import AutoencoderModel
import FileFormats
import Foundation
import NeuralLayers
import TensorKit

/// Tokens that a vocabulary has more than that of the model that a training begins with, and their
/// first weights.
///
/// A new token begins as what its pieces were: the encoder reads the sum of their vectors, so that the
/// vector of a sentence hardly changes; the decoder reads the last of them, and writes the token where
/// it would have written the first.
///
/// Letters: V tokens of the model, N new ones.
struct GrownTokens {
  /// V.
  let first: Int
  /// The tokens of the model that spell each new one: N.
  let pieces: [[UInt32]]

  var count: Int { pieces.count }

  /// What a new row is made of.
  private enum Source {
    case sum, last, first
  }

  /// Reads weights that may have a row for each of V tokens into those of V + N.
  func read(
    _ file: SafetensorsFile, _ name: String, into parameter: Parameter
  ) throws(FileError) {
    guard isShort(file, name, parameter) else {
      return try WeightFile.read(file, name, into: parameter)
    }
    let isBias = parameter.shape.count == 1
    let part =
      isBias
      ? Parameter(name, bias: first) : Parameter(name, rows: first, columns: parameter.columns)
    try WeightFile.read(file, name, into: part)
    if isBias {
      for token in 0..<first { parameter.value[0, token] = part.value[0, token] }
    } else {
      for token in 0..<first { parameter.value.copyRow(token, from: part.value, token) }
    }
  }

  /// Whether a file has weights for a parameter, with as many rows or with those of V tokens.
  func has(_ file: SafetensorsFile, _ parameter: Parameter) -> Bool {
    isShort(file, parameter.name, parameter)
      || file.tensors.contains { $0.name == parameter.name && $0.shape == parameter.shape }
  }

  private func isShort(
    _ file: SafetensorsFile, _ name: String, _ parameter: Parameter
  ) -> Bool {
    guard count > 0, parameter.shape.first == first + count else { return false }
    let shape = [first] + parameter.shape.dropFirst()
    return file.tensors.contains { $0.name == name && $0.shape == shape }
  }

  /// Sets the rows of the new tokens, after those of the model.
  ///
  /// A new token takes its share of the probability of its first piece: `counts` says how often each
  /// token occurs in the corpus [V + N].
  func fill(_ network: AutoencoderNetwork, counts: [Int]) {
    let (encoder, decoder) = (network.encoder.encoder.embedding, network.decoder)
    fill(encoder.weight.value, .sum)
    fill(decoder.embedding.weight.value, .last)
    fill(decoder.output.weight.value, .first)
    fill(decoder.output.bias, counts)
  }

  private func fill(_ table: Matrix, _ source: Source) {
    for (number, tokens) in pieces.enumerated() {
      let row = first + number
      table.clearRow(row)
      let read =
        switch source {
        case .sum: tokens[...]
        case .last: tokens.suffix(1)
        case .first: tokens.prefix(1)
        }
      for token in read { Kernels.addRow(of: table, Int(token), to: table, row) }
    }
  }

  private func fill(_ bias: Parameter, _ counts: [Int]) {
    // How often a token begins a word piece of before.
    var totals = counts[..<first].map { Double($0) + 1 }
    for (number, tokens) in pieces.enumerated() {
      totals[Int(tokens[0])] += Double(counts[first + number]) + 1
    }
    for (number, tokens) in pieces.enumerated() {
      let share = (Double(counts[first + number]) + 1) / totals[Int(tokens[0])]
      bias.value[0, first + number] = bias.value[0, Int(tokens[0])] + Float(log(share))
    }
  }
}
