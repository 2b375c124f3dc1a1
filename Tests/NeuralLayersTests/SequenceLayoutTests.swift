import NeuralLayers
import Testing

@Suite("Sequence layout")
struct SequenceLayoutTests {
  @Test("Rows are time-major and hold no padding")
  func rows() {
    let layout = SequenceLayout(lengths: [3, 2, 1])
    #expect(layout.count == 3 && layout.steps == 3 && layout.rows == 6)
    #expect(layout.active == [3, 2, 1])
    #expect(layout.offsets == [0, 3, 5, 6])
    #expect(layout.row(of: 1, at: 1) == 4)
    #expect((0..<3).map(layout.lastRow) == [5, 4, 2])
  }

  @Test(
    "Every token has a row of its own, and mirroring is its own inverse",
    arguments: [[1], [5], [1, 1, 1], [4, 4, 2], [9, 3, 3, 3, 1], [2, 2]])
  func bijection(lengths: [Int]) {
    let layout = SequenceLayout(lengths: lengths)
    var seen: [Int] = []
    for (sentence, length) in lengths.enumerated() {
      for time in 0..<length {
        let row = layout.row(of: sentence, at: time)
        seen.append(row)
        #expect(layout.mirroredRow(of: sentence, at: length - 1 - time) == row)
        #expect(layout.offsets[time]..<layout.offsets[time + 1] ~= row)
      }
      #expect(layout.mirroredRow(of: sentence, at: 0) == layout.lastRow(of: sentence))
    }
    #expect(seen.sorted() == Array(0..<layout.rows))
  }

  @Test("A layout can be reused for other sentences, or none")
  func reuse() {
    var layout = SequenceLayout(lengths: [7, 7, 2])
    layout.update(lengths: [2, 1])
    #expect(layout.offsets == SequenceLayout(lengths: [2, 1]).offsets)
    #expect(layout.lengths == [2, 1] && layout.active == [2, 1])
    layout.update(lengths: [])
    #expect(layout.count == 0 && layout.steps == 0 && layout.rows == 0)
    #expect(SequenceLayout().rows == 0)
  }

  @Test("Lengths that ascend or are zero stop the program")
  func misuse() async {
    await #expect(processExitsWith: .failure) { _ = SequenceLayout(lengths: [1, 2]) }
    await #expect(processExitsWith: .failure) { _ = SequenceLayout(lengths: [2, 0]) }
    await #expect(processExitsWith: .failure) { _ = SequenceLayout(lengths: [0]) }
  }
}
