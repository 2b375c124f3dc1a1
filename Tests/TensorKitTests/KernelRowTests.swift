import TensorKit
import Testing

@Suite("Softmax and LSTM cells of every backend")
struct KernelRowTests {
  private static func values(_ count: Int, _ item: UInt64, scale: Float = 1) -> [Float] {
    var random = RandomStream(seed: 9, purpose: .initialization, item: item)
    return (0..<count).map { _ in scale * random.normal() }
  }

  private static func distance(_ x: [Float], _ y: [Float]) -> Float {
    zip(x, y).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test(
    "Softmax cross-entropy agrees with the reference",
    arguments: KernelTable.available, [1, 2, 15, 16, 17, 63, 64, 65, 129, 1_000])
  func softmax(table: KernelTable, count: Int) throws {
    let reference = try #require(KernelTable.named("reference"))
    let row = Self.values(count, 1, scale: 4)
    let target = count * 2 / 3
    let result = table.softmaxCrossEntropy(row, target: target, scale: 0.25)
    let expected = reference.softmaxCrossEntropy(row, target: target, scale: 0.25)
    #expect(Self.distance(result.gradient, expected.gradient) < 1e-7)
    #expect(abs(result.loss - expected.loss) <= 2e-6 * max(1, expected.loss))
    #expect(result.best == expected.best)
    #expect(row[result.best] == row.max())
    #expect(abs(result.gradient.reduce(0, +)) < 1e-6)
    #expect(Self.distance(table.logSoftmax(row), reference.logSoftmax(row)) < 4e-6)
  }

  @Test(
    "Softmax handles huge logits, and of equal ones the first is predicted",
    arguments: KernelTable.available)
  func hugeLogits(table: KernelTable) {
    var row = [Float](repeating: -1e30, count: 37)
    row[20] = 5e4
    row[33] = 5e4
    let result = table.softmaxCrossEntropy(row, target: 33, scale: 1)
    #expect(result.best == 20)
    #expect(abs(result.loss - 0.693_147_2) < 1e-6)
    #expect(result.gradient[20] == 0.5 && result.gradient[33] == -0.5)
    #expect(result.gradient[0] == 0)
    #expect(table.logSoftmax([-.infinity, 0]) == [-.infinity, 0])
  }

  @Test(
    "Equal logits give equal probabilities wherever they stand", arguments: KernelTable.available)
  func positionOfLogits(table: KernelTable) {
    let gradient = table.softmaxCrossEntropy(
      [Float](repeating: 1.3, count: 77), target: 0, scale: 1
    ).gradient
    #expect(gradient.dropFirst().allSatisfy { $0 == gradient[1] })
  }

  @Test(
    "Exponentials of a part agree with the reference for any shift",
    arguments: KernelTable.available, [1, 15, 16, 17, 63, 64, 65, 129])
  func exponentials(table: KernelTable, count: Int) throws {
    let reference = try #require(KernelTable.named("reference"))
    let row = Self.values(count, 1, scale: 3)
    let bias = Self.values(count, 2)
    let largest = try #require(zip(row, bias).map(+).max())
    for shift in [largest, largest - 20, largest + 3] {
      let expected = reference.exponentials(row, bias: bias, shift: shift)
      let result = table.exponentials(row, bias: bias, shift: shift)
      #expect(result.part.largest == largest && expected.part.largest == largest)
      #expect(abs(result.part.sum - expected.part.sum) <= 2e-6 * expected.part.sum)
      // The distance to the shift is rounded to a float here and not in the reference: half an ulp
      // of up to 64.
      let far = zip(result.values, expected.values).filter { abs($0 - $1) > 4e-6 * $1 }
      #expect(far.isEmpty)
    }
  }

  @Test(
    "A logit too far above the shift makes the sum infinite or NaN",
    arguments: KernelTable.available)
  func exponentialsOutOfRange(table: KernelTable) {
    let part = table.exponentials([0, 100], bias: [0, 0], shift: 0).part
    #expect(part.sum == .infinity && part.largest == 100)
    #expect(table.exponentials([0, .nan], bias: [0, 0], shift: 0).part.sum.isNaN)
  }

  @Test("A bias inside the cell is the same as one added before", arguments: KernelTable.available)
  func cellBias(table: KernelTable) {
    let (rows, hidden) = (3, 19)
    let start = Self.cell(rows: rows, units: 17, hidden: hidden, previous: true)
    let bias = Self.values(4 * hidden, 6)
    var added = start
    for at in added.gates.indices where at % hidden < 17 {
      added.gates[at] += bias[at % (4 * hidden)]
    }
    #expect(table.forward(start, bias: bias) == table.forward(added))
  }

  private static func cell(rows: Int, units: Int, hidden: Int, previous: Bool) -> KernelCell {
    let count = rows * hidden
    return KernelCell(
      rows: rows, units: units, hidden: hidden, gates: values(4 * count, 1, scale: 2),
      previous: previous ? values(count, 2) : nil, cell: values(count, 3),
      output: values(count, 4), dCell: values(count, 5))
  }

  @Test(
    "Cells agree with the reference and leave other units alone",
    arguments: KernelTable.available, [1, 15, 16, 17, 33])
  func cells(table: KernelTable, units: Int) throws {
    let reference = try #require(KernelTable.named("reference"))
    for (rows, hidden, previous) in [(1, units, true), (3, units + 5, true), (2, units, false)] {
      let start = Self.cell(rows: rows, units: units, hidden: hidden, previous: previous)
      let forward = table.forward(start)
      let expected = reference.forward(start)
      #expect(Self.distance(forward.gates, expected.gates) < 1e-6)
      #expect(Self.distance(forward.cell, expected.cell) < 2e-6)
      #expect(Self.distance(forward.output, expected.output) < 2e-6)

      let backward = table.backward(expected)
      let expectedBackward = reference.backward(expected)
      #expect(Self.distance(backward.gates, expectedBackward.gates) < 2e-6)
      #expect(Self.distance(backward.dCell, expectedBackward.dCell) < 2e-6)
      for unit in units..<hidden {
        #expect(forward.output[unit] == start.output[unit])
        #expect(forward.gates[3 * hidden + unit] == start.gates[3 * hidden + unit])
        #expect(backward.dCell[unit] == start.dCell[unit])
      }
    }
  }

  @Test("Gates need not be kept", arguments: KernelTable.available)
  func gatesLeftOut(table: KernelTable) {
    let start = Self.cell(rows: 3, units: 17, hidden: 19, previous: true)
    let kept = table.forward(start)
    let left = table.forward(start, keepsGates: false)
    #expect(left.gates == start.gates && kept.gates != start.gates)
    #expect(left.output == kept.output && left.cell == kept.cell)
  }

  @Test(
    "The next step's part of the gradient of h may be in another matrix",
    arguments: KernelTable.available)
  func splitGradient(table: KernelTable) {
    let (rows, units, hidden, columns) = (3, 17, 19, 24)
    let start = table.forward(Self.cell(rows: rows, units: units, hidden: hidden, previous: true))
    let more = Self.values(rows * columns, 7)
    var whole = start
    for row in 0..<rows {
      for unit in 0..<units { whole.output[row * hidden + unit] += more[row * columns + unit] }
    }
    let split = table.backward(start, more: more, moreColumns: columns)
    let together = table.backward(whole)
    #expect(split.gates == together.gates && split.dCell == together.dCell)
  }

  @Test(
    "Rows are added one after the other", arguments: KernelTable.available,
    [1, 15, 16, 64, 65, 130])
  func addRows(table: KernelTable, count: Int) {
    for rows in [0, 1, 5] {
      let stride = count + 3
      let x = Self.values(rows * stride, 8)
      var expected = Self.values(count, 9)
      let sum = table.addRows(x, stride: stride, rows: rows, to: expected)
      for row in 0..<rows {
        for column in 0..<count { expected[column] += x[row * stride + column] }
      }
      #expect(sum == expected)
    }
  }

  @Test("The gradient of a cell is that of finite differences")
  func cellGradient() throws {
    let reference = try #require(KernelTable.named("reference"))
    let start = Self.cell(rows: 1, units: 3, hidden: 3, previous: true)
    let weights: [Float] = [0.4, -1.1, 0.7]
    func objective(_ cell: KernelCell) -> Float {
      let result = reference.forward(cell)
      return (0..<3).reduce(0) { $0 + weights[$1] * (result.output[$1] + result.cell[$1]) }
    }
    var backward = reference.forward(start)
    backward.output = weights
    backward.dCell = weights
    backward = reference.backward(backward)
    for gate in 0..<12 {
      var above = start
      var below = start
      above.gates[gate] += 0.01
      below.gates[gate] -= 0.01
      let slope = (objective(above) - objective(below)) / 0.02
      #expect(abs(slope - backward.gates[gate]) < 1e-3)
    }
  }
}
