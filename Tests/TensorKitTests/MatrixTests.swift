import TensorKit
import Testing

@Suite("Matrix")
struct MatrixTests {
  @Test(
    "A new matrix is zero, whatever its shape",
    arguments: [(0, 0), (0, 5), (3, 0), (1, 1), (7, 33)])
  func zeros(rows: Int, columns: Int) {
    let matrix = Matrix(rows: rows, columns: columns)
    #expect(matrix.rows == rows && matrix.columns == columns)
    #expect(matrix.values == [Float](repeating: 0, count: rows * columns))
  }

  @Test("Elements lie row after row")
  func layout() {
    let matrix = Matrix(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6])
    #expect(matrix[0, 2] == 3 && matrix[1, 0] == 4)
    #expect(matrix.row(1) == [4, 5, 6])
    matrix[1, 1] = -1
    #expect(matrix.values == [1, 2, 3, 4, -1, 6])
  }

  @Test("Spans show and change the same elements")
  func spans() {
    let matrix = Matrix(rows: 3, columns: 2, values: [1, 2, 3, 4, 5, 6])
    matrix.withMutableRow(1) { row in row[0] = 30 }
    #expect(matrix.withRow(1) { row in row[0] + row[1] } == 34)
    matrix.withMutableElements { all in all[5] = 60 }
    #expect(matrix.withElements { all in all[5] } == 60)
    #expect(matrix.values == [1, 2, 30, 4, 5, 60])
  }

  @Test("Resizing keeps rows, within capacity and beyond it")
  func resize() {
    let matrix = Matrix(rows: 2, columns: 2, values: [1, 2, 3, 4])
    matrix.resize(rows: 1)
    #expect(matrix.values == [1, 2])
    matrix.resize(rows: 2)
    #expect(matrix.values == [1, 2, 3, 4])
    matrix.resize(rows: 40)
    #expect(matrix.rows == 40)
    #expect(Array(matrix.values.prefix(4)) == [1, 2, 3, 4])
    #expect(matrix.values.dropFirst(4).allSatisfy { $0 == 0 })
    matrix.resize(rows: 0)
    #expect(matrix.values.isEmpty)
  }

  @Test("Growing into pages of the system keeps rows and gains zeros")
  func growth() {
    let matrix = Matrix(rows: 2, columns: 100, values: (0..<200).map(Float.init))
    for rows in [3_000, 7_000, 40_000] {
      let before = matrix.rows
      matrix.resize(rows: rows)
      #expect(matrix.capacity >= rows)
      #expect(matrix.values.prefix(200).elementsEqual((0..<200).map(Float.init)))
      let gained = matrix.values[(before * 100)...]
      #expect(gained.allSatisfy { $0 == 0 })
    }
    let empty = Matrix(rows: 0, columns: 0)
    empty.resize(rows: 1_000_000)
    #expect(empty.rows == 1_000_000 && empty.values.isEmpty)
  }

  @Test("A copy takes on the rows of the other matrix and then lives on its own")
  func copy() {
    let source = Matrix(rows: 3, columns: 2, values: [1, 2, 3, 4, 5, 6])
    let target = Matrix(rows: 1, columns: 2)
    target.copy(from: source)
    source.fill(0)
    #expect(target.values == [1, 2, 3, 4, 5, 6])
  }

  @Test("Rows can be picked in any order, more than once")
  func pickedRows() {
    let matrix = Matrix(rows: 3, columns: 2, values: [1, 2, 3, 4, 5, 6])
    #expect(matrix.rows(at: [2, 0, 2]).values == [5, 6, 1, 2, 5, 6])
    #expect(matrix.rows(at: []).rows == 0)
  }

  @Test("Parts of rows are copied to the given place and nowhere else")
  func copiedParts() {
    let source = Matrix(rows: 2, columns: 4, values: [1, 2, 3, 4, 5, 6, 7, 8])
    let target = Matrix(rows: 2, columns: 3)
    target.copyElements(2, toRow: 1, column: 1, from: source, row: 1, column: 2)
    #expect(target.values == [0, 0, 0, 0, 7, 8])
    target.copyRow(0, from: target, 1)
    target.clearRow(1)
    #expect(target.values == [0, 7, 8, 0, 0, 0])
  }

  @Test("An infinite or undefined element is noticed, but only among the rows in use")
  func finite() {
    let matrix = Matrix(rows: 2, columns: 2)
    #expect(matrix.isFinite)
    matrix[1, 0] = .nan
    #expect(!matrix.isFinite)
    matrix.resize(rows: 1)
    #expect(matrix.isFinite)
    matrix[0, 1] = -.infinity
    #expect(!matrix.isFinite)
  }

  @Test(
    "The sum of all rows, over more columns than one piece of work has", arguments: [1, 255, 600])
  func rowSums(columns: Int) {
    let matrix = Matrix(rows: 3, columns: columns)
    for column in 0..<columns {
      for row in 0..<3 { matrix[row, column] = Float(column + 1000 * row) }
    }
    let sum = Matrix(rows: 0, columns: columns)
    matrix.sumRows(into: sum, pool: WorkerPool(threads: 2))
    #expect(sum.values == (0..<columns).map { Float(3 * $0 + 3000) })
  }

  @Test("An element outside of the matrix stops the program")
  func bounds() async {
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: 2, columns: 3)[2, 0] }
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: 2, columns: 3)[0, 3] }
    await #expect(processExitsWith: .failure) { Matrix(rows: 2, columns: 3)[-1, 0] = 1 }
    await #expect(processExitsWith: .failure) {
      let matrix = Matrix(rows: 4, columns: 1)
      matrix.resize(rows: 2)
      _ = matrix.row(2)
    }
  }

  @Test("Shapes that do not fit stop the program")
  func shapes() async {
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: -1, columns: 3) }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 2, columns: 2, values: [1, 2, 3])
    }
    await #expect(processExitsWith: .failure) {
      Matrix(rows: 1, columns: 2).copy(from: Matrix(rows: 1, columns: 3))
    }
    await #expect(processExitsWith: .failure) {
      let source = Matrix(rows: 1, columns: 4)
      Matrix(rows: 1, columns: 4)
        .copyElements(2, toRow: 0, column: 3, from: source, row: 0, column: 0)
    }
  }
}
