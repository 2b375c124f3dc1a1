/// FNV-1a (Fowler, Noll and Vo): a hash that is the same in every process, unlike `Hasher`.
///
/// For keys of random numbers and other decisions that must not change between runs. It keeps
/// no secret and finds no damage: the checksum of files is `FileFormats.Checksum`.
package enum FNV1a {
  /// The 64-bit hash of `bytes`.
  ///
  /// `@inlinable`: otherwise every byte costs an unspecialized call across the module boundary.
  @inlinable package static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
