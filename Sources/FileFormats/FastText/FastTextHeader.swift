/// The settings at the beginning of a binary model of fastText that decide how it is read.
struct FastTextHeader {
  /// 793,712,314, least significant byte first.
  static let magic: [UInt8] = [0xBA, 0x16, 0x4F, 0x2F]
  /// The version that all releases since 2017 write, and the one before it.
  private static let versions = 11...12
  private static let maximumDimension = 1 << 16

  let dimension: Int
  /// How many vectors n-grams of letters share.
  let bucketCount: Int
  /// The lengths of those n-grams, in letters.
  let gramLengths: ClosedRange<Int>
  let wordCount: Int
  let labelCount: Int
  /// Where the words begin.
  let end: Int

  /// Reads the numbers that stand before the words.
  ///
  /// - Throws: `FileError` for damage, other versions, and models whose vectors were pruned.
  init(_ file: MappedFile) throws(FileError) {
    var cursor = FastTextCursor(file)
    guard try cursor.bytes(4) == Self.magic else {
      throw cursor.malformed("does not begin like a binary model of fastText")
    }
    let version = try cursor.int32()
    guard Self.versions.contains(version) else {
      throw .unsupportedVersion(
        path: file.path, found: String(version), supported: String(Self.versions.upperBound))
    }
    // dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn, maxn, lrUpdateRate
    var settings: [Int] = []
    for _ in 0..<12 { settings.append(try cursor.int32()) }
    _ = try cursor.bytes(8)
    let isSupervised = settings[7] == 3
    dimension = settings[0]
    bucketCount = settings[8]
    let longest = version == 11 && isSupervised ? 0 : settings[10]
    guard (1...Self.maximumDimension).contains(dimension), bucketCount >= 0,
      (0...1_000).contains(longest)
    else { throw cursor.malformed("its settings are out of range") }
    gramLengths = min(max(settings[9], 0), longest)...longest
    let entryCount = try cursor.int32()
    wordCount = try cursor.int32()
    labelCount = try cursor.int32()
    _ = try cursor.bytes(8)
    let prunedCount = try cursor.int64()
    guard wordCount > 0, labelCount >= 0, entryCount == wordCount + labelCount else {
      throw cursor.malformed("the numbers of its words and labels contradict each other")
    }
    guard prunedCount < 0 else {
      throw .foreign(path: file.path, format: .prunedFastText, purpose: .wordVectors)
    }
    end = cursor.position
  }
}
