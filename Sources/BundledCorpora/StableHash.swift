import DataStructures

/// A hash that is the same on every machine and in every run.
///
/// `Hasher` is seeded anew in each process; a corpus that must reproduce to the byte cannot use it.
enum StableHash {
  /// Hashes bytes by FNV-1a, then mixes the result, so that all of its bits can be used.
  static func hash(_ text: some Sequence<UInt8>) -> UInt64 { SplitMix64.mix(FNV1a.hash(text)) }
}
