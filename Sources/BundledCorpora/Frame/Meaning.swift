/// A frame with a concept for each slot: what a sentence says, not how it says it.
struct Meaning: Equatable {
  let frame: Int
  /// The position of each concept in its slot; nil for an empty optional slot.
  var concepts: [Int?]
}
