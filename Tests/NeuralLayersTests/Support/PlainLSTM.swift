import Foundation
import NeuralLayers
import TensorKit

/// One layer and direction of an LSTM, computed from its formulas.
struct PlainLSTM {
  var inputWeight: Table
  var hiddenWeight: Table
  var inputBias: Table
  var hiddenBias: Table

  var hiddenSize: Int { hiddenWeight.columns }

  /// The same weights as a layer has.
  init(_ layer: LSTMLayer) {
    inputWeight = Table(layer.inputWeight.value)
    hiddenWeight = Table(layer.hiddenWeight.value)
    inputBias = Table(layer.inputBias.value)
    hiddenBias = Table(layer.hiddenBias.value)
  }

  /// One time step: the next h and c.
  func step(_ input: [Double], h: [Double], c: [Double]) -> (h: [Double], c: [Double]) {
    let fromInput = inputWeight.applied(to: input)
    let fromHidden = hiddenWeight.applied(to: h)
    let size = hiddenSize
    func gate(_ kind: Int, _ unit: Int) -> Double {
      let row = kind * size + unit
      return fromInput[row] + fromHidden[row] + inputBias.values[row] + hiddenBias.values[row]
    }
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    var (nextH, nextC) = (h, c)
    for unit in 0..<size {
      nextC[unit] =
        sigmoid(gate(1, unit)) * c[unit] + sigmoid(gate(0, unit)) * tanh(gate(2, unit))
      nextH[unit] = sigmoid(gate(3, unit)) * tanh(nextC[unit])
    }
    return (nextH, nextC)
  }
}

/// Layers of LSTM in one direction or both, sentence after sentence, step after step.
struct PlainStack {
  var layers: [[PlainLSTM]]
  var input: Table
  /// h and c before the first token for each layer, or nothing for zeros: [B × H].
  var initialHidden: [Table] = []
  var initialCell: [Table] = []
  /// Dropout masks for the inputs of each layer after the first, or none.
  var masks: [Table] = []
  /// Whether the third layer and those above also read what the one below has read.
  var isResidual = false
  let layout: SequenceLayout

  init(_ stack: StackedLSTM, input: Matrix, layout: SequenceLayout) {
    layers = stack.layers.map { $0.map(PlainLSTM.init) }
    isResidual = stack.isResidual
    self.input = Table(input)
    self.layout = layout
  }

  init(_ layer: LSTMLayer, input: Matrix, layout: SequenceLayout) {
    layers = [[PlainLSTM(layer)]]
    self.input = Table(input)
    self.layout = layout
  }

  /// The outputs of the top layer, its directions side by side: [N × directions · H].
  func outputs() -> Table {
    var (result, below) = (input, input)
    for layer in layers.indices {
      var read = result
      if isResidual && layer > 1 {
        for index in read.values.indices { read.values[index] += below.values[index] }
      }
      if layer > 0 && !masks.isEmpty {
        for index in read.values.indices { read.values[index] *= masks[layer - 1].values[index] }
      }
      (result, below) = (outputs(of: layer, read), read)
    }
    return result
  }

  /// The last h of the top layer: [B × directions · H].
  func finalStates() -> Table {
    let top = outputs()
    let size = layers[0][0].hiddenSize
    var states = Table(rows: layout.count, columns: top.columns)
    for sentence in 0..<layout.count {
      for column in 0..<top.columns {
        let row =
          column < size ? layout.lastRow(of: sentence) : layout.row(of: sentence, at: 0)
        states[sentence, column] = top[row, column]
      }
    }
    return states
  }

  private func outputs(of layer: Int, _ read: Table) -> Table {
    let size = layers[layer][0].hiddenSize
    var outputs = Table(rows: layout.rows, columns: layers[layer].count * size)
    for sentence in 0..<layout.count {
      for (direction, weights) in layers[layer].enumerated() {
        var h = Array(repeating: 0.0, count: size)
        var c = h
        if !initialHidden.isEmpty {
          h = initialHidden[layer].row(sentence)
          c = initialCell[layer].row(sentence)
        }
        let times = Array(0..<layout.lengths[sentence])
        for time in direction == 0 ? times : times.reversed() {
          let row = layout.row(of: sentence, at: time)
          (h, c) = weights.step(read.row(row), h: h, c: c)
          for unit in 0..<size { outputs[row, direction * size + unit] = h[unit] }
        }
      }
    }
    return outputs
  }
}
