import AutoencoderModel
import Foundation
import TestSupport

/// Every kind of encoder, computed from its formulas in double precision, one sentence at a time.
package struct PlainEncoder {
  private let shape: Architecture
  private let kind: String
  /// The number after the name; the default if there is none.
  private let value: Int

  package init(_ shape: Architecture) {
    self.shape = shape
    let fields = shape.encoder.split(separator: ":")
    kind = String(fields[0])
    // Windows up to four tokens wide; four heads.
    value = fields.count > 1 ? Int(fields[1]) ?? 0 : 4
  }

  /// The state of a sentence, given what noise adds to the vectors of its tokens.
  package func state(
    _ sentence: [UInt32], noise: [[Double]]? = nil, _ weights: PlainWeights
  ) -> [Double] {
    var vectors = sentence.map { weights.row("encoder.embedding.weight", Int($0)) }
    if let noise { vectors = zip(vectors, noise).map { sum($0, $1) } }
    switch kind {
    case "lstm": return lstm(vectors, weights)
    case "sum": return vectors.dropFirst().reduce(vectors[0]) { sum($0, $1) }
    case "convolution": return convolution(vectors, weights)
    case "transformer": return transformer(vectors, weights)
    default: preconditionFailure("no plain encoder is named \(kind)")
    }
  }

  /// The last output of each direction of the top layer; that of the second is at the first token.
  private func lstm(_ vectors: [[Double]], _ weights: PlainWeights) -> [Double] {
    let zeros = [Double](repeating: 0, count: shape.hiddenSize)
    var (inputs, state) = (vectors, zeros)
    var below: [[Double]] = []
    for layer in 0..<shape.layers {
      // From the third layer on, what the layer below has read is added.
      if shape.isResidual, layer > 1 { inputs = zip(inputs, below).map { sum($0, $1) } }
      below = inputs
      let forward = weights.lstm("encoder.lstm", "l\(layer)", inputs, from: (zeros, zeros))
      guard shape.isBidirectional else {
        (inputs, state) = (forward, forward[forward.count - 1])
        continue
      }
      let backward = weights.lstm(
        "encoder.lstm", "l\(layer)_reverse", inputs.reversed(), from: (zeros, zeros))
      state = forward[forward.count - 1] + backward[backward.count - 1]
      inputs = zip(forward, backward.reversed()).map(+)
    }
    return state
  }

  /// tanh(max over t of w · [x_t; …; x_{t+W−1}] + b) of the filters of every width W, the vectors
  /// beyond the end being zero.
  ///
  /// The filters are dealt out to the widths in turn, the narrowest first.
  private func convolution(_ vectors: [[Double]], _ weights: PlainWeights) -> [Double] {
    let zeros = [Double](repeating: 0, count: shape.embeddingSize)
    return (1...min(value, shape.hiddenSize)).flatMap { width in
      let padded = vectors + Array(repeating: zeros, count: width - 1)
      let responses = vectors.indices.map { time in
        weights.linear("encoder.convolution\(width)", padded[time..<time + width].flatMap(\.self))
      }
      let filters = (shape.hiddenSize + value - width) / value
      return (0..<filters).map { filter in
        tanh(responses.map { $0[filter] }.max() ?? 0)
      }
    }
  }

  private func transformer(_ vectors: [[Double]], _ weights: PlainWeights) -> [Double] {
    var rows = vectors.enumerated().map { time, vector in
      sum(weights.linear("encoder.input", vector), positions(time))
    }
    for layer in 0..<shape.layers {
      let block = "encoder.layers.\(layer)"
      let read = attention(
        "\(block).self_attn", rows.map { weights.layerNorm("\(block).norm1", $0) }, weights)
      rows = zip(rows, read).map { sum($0, $1) }
      rows = rows.map { row in
        let wide = weights.linear("\(block).linear1", weights.layerNorm("\(block).norm2", row))
        return sum(row, weights.linear("\(block).linear2", wide.map { max(0, $0) }))
      }
    }
    let outputs = rows.map { weights.layerNorm("encoder.norm", $0) }
    let total = outputs.dropFirst().reduce(outputs[0]) { sum($0, $1) }
    return total.map { $0 / Double(outputs.count) }
  }

  /// sin(t / 10000^(2k / H)) and the cosine of the same, for k from 0.
  private func positions(_ time: Int) -> [Double] {
    let size = shape.hiddenSize
    return (0..<size).map { index in
      let angle = Double(time) * pow(10_000, -2 * Double(index / 2) / Double(size))
      return index.isMultiple(of: 2) ? sin(angle) : cos(angle)
    }
  }

  /// W [softmax(q · k / √d) v of every head] + b, where q, k and v are maps of the rows.
  private func attention(
    _ prefix: String, _ rows: [[Double]], _ weights: PlainWeights
  ) -> [[Double]] {
    let (size, width) = (shape.hiddenSize, shape.hiddenSize / value)
    let projected = rows.map { weights.linear("\(prefix).in_proj", $0) }
    func part(_ kind: Int, _ head: Int, _ token: Int) -> [Double] {
      let first = kind * size + head * width
      return Array(projected[token][first..<first + width])
    }
    return rows.indices.map { reader in
      let context = (0..<value).flatMap { head in
        let powers = rows.indices.map { other in
          exp(dotProduct(part(0, head, reader), part(1, head, other)) / Double(width).squareRoot())
        }
        let total = powers.reduce(0, +)
        return rows.indices.reduce([Double](repeating: 0, count: width)) { read, other in
          sum(read, part(2, head, other).map { powers[other] / total * $0 })
        }
      }
      return weights.linear("\(prefix).out_proj", context)
    }
  }
}
