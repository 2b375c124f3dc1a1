/// The concepts that may fill a slot.
struct FillerClass {
  let name: String
  var concepts: [Concept]
}
