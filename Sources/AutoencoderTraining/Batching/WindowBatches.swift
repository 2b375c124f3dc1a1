/// The batches of a window, each as a list of sentence numbers.
struct WindowBatches {
  /// The numbers of the sentences of the window, in the order of their lengths.
  let numbers: [Int]
  /// Where in `numbers` each batch begins.
  let starts: [Int]
  let batchSize: Int

  var count: Int { starts.count }

  subscript(batch: Int) -> ArraySlice<Int> {
    numbers[starts[batch]..<min(numbers.count, starts[batch] + batchSize)]
  }
}
