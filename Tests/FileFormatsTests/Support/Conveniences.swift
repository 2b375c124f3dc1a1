import DataStructures
import Foundation
import TestSupport

extension TemporaryFolder {
  func setPermissions(_ permissions: Int, of path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
  }
}

/// Reproducible random numbers for the generic functions of the standard library.
extension SplitMix64: RandomNumberGenerator {}
