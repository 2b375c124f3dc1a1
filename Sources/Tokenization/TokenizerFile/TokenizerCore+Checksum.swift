import Synchronization

extension TokenizerCore {
  /// A checksum of the file that would be written; made at the first use.
  var checksum: UInt64 {
    knownChecksum.withLock { known in
      let checksum = known ?? TokenizerFile.checksum(of: self)
      known = checksum
      return checksum
    }
  }
}
