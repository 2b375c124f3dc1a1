import FileFormats
import Testing

@Suite struct ChecksumTests {
  /// Published values of XXH64 and of the reference tool for these texts.
  @Test(
    "known texts have their known checksums",
    arguments: [
      ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
      ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
    ] as [(String, UInt64)])
  func known(text: String, expected: UInt64) {
    #expect(Checksum.of(Array(text.utf8)) == expected)
  }

  @Test("cutting the bytes into calls changes nothing")
  func streaming() {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * $0) }
    for length in [0, 1, 31, 32, 33, 63, 64, 100, 300] {
      for piece in [1, 3, 8, 31, 32, 33, 64] {
        var checksum = Checksum()
        var start = 0
        while start < length {
          let end = min(start + piece, length)
          checksum.update(Array(bytes[start..<end]))
          start = end
        }
        #expect(checksum.value == Checksum.of(Array(bytes[..<length])))
      }
    }
  }

  @Test("every bit of a message matters")
  func sensitivity() {
    let bytes = (0..<70).map { UInt8($0) }
    var seen: Set<UInt64> = [Checksum.of(bytes)]
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(seen.insert(Checksum.of(changed)).inserted)
    }
  }
}
