/// The batches of a window: for each the numbers of its sentences.
struct WindowBatches {
  /// The sentences of the window by their numbers, in the order of their lengths.
  let numbers: [Int]
  /// Where in `numbers` each batch begins.
  let starts: [Int]
  let batchSize: Int

  var count: Int { starts.count }

  subscript(batch: Int) -> ArraySlice<Int> {
    numbers[starts[batch]..<min(numbers.count, starts[batch] + batchSize)]
  }
}
