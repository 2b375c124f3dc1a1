extension UTF8Key: Hashable {
  /// Whether both keys have the same bytes.
  package static func == (first: Self, second: Self) -> Bool {
    guard first.text.utf8.count == second.text.utf8.count else { return false }
    // Both buffers are only read while their strings are alive.
    return unsafe first.withBytes { bytes in
      unsafe second.withBytes { unsafe bytes.elementsEqual($0) }
    }
  }

  /// Feeds the bytes and their number to `hasher`.
  package func hash(into hasher: inout Hasher) {
    // The buffer is only read while the string is alive.
    unsafe withBytes { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(text.utf8.count)
  }

  private func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    // The buffer does not leave the closure that is given it.
    guard let result = unsafe text.utf8.withContiguousStorageIfAvailable(body) else {
      preconditionFailure("a key of \(text.utf8.count) bytes that are not contiguous")
    }
    return result
  }
}
