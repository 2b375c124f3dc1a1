/// The elements of an array, for several threads to write, each its own.
@safe package struct UnsafeSlots<Element>: @unchecked Sendable {
  // Safe to share: each thread uses elements of its own, and the array outlives them all.
  private let base: UnsafeMutableBufferPointer<Element>

  fileprivate init(_ base: UnsafeMutableBufferPointer<Element>) {
    unsafe self.base = base
  }

  /// The element at `index`, which no other thread may use at the same time.
  package subscript(index: Int) -> Element {
    get {
      check(index)
      return unsafe base[index]
    }
    nonmutating set {
      check(index)
      unsafe base[index] = newValue
    }
  }

  /// The slots of a range, numbered from 0.
  package func slots(_ range: Range<Int>) -> UnsafeSlots {
    let count = unsafe base.count
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "slots \(range) of \(count)")
    // Safe: the range lies inside the buffer.
    return unsafe UnsafeSlots(UnsafeMutableBufferPointer(rebasing: base[range]))
  }

  /// The elements of a range, for a kernel; no other thread may use them at the same time.
  func pointer(to range: Range<Int>) -> UnsafeMutablePointer<Element>? {
    let count = unsafe base.count
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "slots \(range) of \(count)")
    // Safe: the range lies inside the buffer.
    return unsafe base.baseAddress.map { unsafe $0 + range.lowerBound }
  }

  private func check(_ index: Int) {
    let count = unsafe base.count
    precondition(index >= 0 && index < count, "slot \(index) of \(count)")
  }
}

extension Array {
  /// Lets the threads of a loop write the elements; the slots must not outlive the closure.
  package mutating func withUnsafeSlots<R>(_ body: (UnsafeSlots<Element>) throws -> R) rethrows -> R
  {
    // Safe: the buffer is valid while the closure runs, and indices are checked.
    try unsafe withUnsafeMutableBufferPointer { try unsafe body(UnsafeSlots($0)) }
  }
}
