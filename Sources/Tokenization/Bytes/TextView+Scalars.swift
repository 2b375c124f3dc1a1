extension TextView {
  /// The class of the scalar that begins at `index`, and its length in bytes.
  ///
  /// The text must be valid UTF-8, as everything in a `PaddedText` is.
  func scalar(at index: Int) -> (class: ScalarClass, length: Int) {
    let first = UInt32(self[index])
    if first < 0x80 { return (ScalarClass(rawValue: ScalarClass.asciiTable[Int(first)]), 1) }
    let second = UInt32(self[index + 1] & 0x3F)
    if first < 0xE0 { return (.of((first & 0x1F) << 6 | second), 2) }
    let third = UInt32(self[index + 2] & 0x3F)
    if first < 0xF0 { return (.of((first & 0x0F) << 12 | second << 6 | third), 3) }
    let fourth = UInt32(self[index + 3] & 0x3F)
    return (.of((first & 0x07) << 18 | second << 12 | third << 6 | fourth), 4)
  }
}
