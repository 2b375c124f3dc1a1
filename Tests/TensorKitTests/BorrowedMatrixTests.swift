import TensorKit
import Testing

@Suite("Matrix over memory of another object")
struct BorrowedMatrixTests {
  @Test("It shows the numbers there, writes to them, and keeps the memory alive")
  func borrowed() {
    var isFreed = false
    do {
      var memory: BorrowedMemory? = BorrowedMemory([1, 2, 3, 4, 5, 6]) { isFreed = true }
      let matrix = memory?.matrix(rows: 3, columns: 2)
      #expect(matrix?.values == [1, 2, 3, 4, 5, 6])
      matrix?[1, 0] = 30
      #expect(memory?.values == [1, 2, 30, 4, 5, 6])
      memory = nil
      #expect(!isFreed)
      #expect(matrix?.row(2) == [5, 6])
    }
    #expect(isFreed)
  }

  @Test("Growing moves it to its own memory and releases the other")
  func growing() {
    var isFreed = false
    var memory: BorrowedMemory? = BorrowedMemory([1, 2, 3, 4]) { isFreed = true }
    let matrix = memory?.matrix(rows: 2, columns: 2)
    memory = nil
    #expect(!isFreed)
    matrix?.resize(rows: 3)
    #expect(isFreed)
    #expect(matrix?.values == [1, 2, 3, 4, 0, 0])
  }
}
