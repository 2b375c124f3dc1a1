/// A row-major matrix of `Float`: contiguous, and aligned to 64 bytes in memory of its own.
///
/// A class, because layers, optimizers and workers hold the same matrix at once. Workers may write
/// at the same time as long as they write different elements; nothing here locks.
/// A matrix is deliberately not a `Collection`: work goes through rows and kernels.
@safe public final class Matrix: @unchecked Sendable {
  // Safe to share: threads write different elements, and it is resized while only one uses it.
  /// The number of floats in a row; fixed for the life of the matrix.
  public let columns: Int
  // The check of exclusive access at every use of these variables would cost a twentieth of a
  // training step. Safe without it: a matrix is only resized while no other thread uses it.
  /// The number of rows in use.
  @safe @exclusivity(unchecked) public private(set) var rows: Int
  /// The first element of row 0. Valid until the matrix is resized beyond `capacity` or freed.
  @exclusivity(unchecked) package private(set) var base: UnsafeMutablePointer<Float>
  /// The number of rows for which memory is held.
  package private(set) var capacity: Int
  /// Keeps alive what `base` points to.
  private var memory: AnyObject

  /// Creates a matrix of zeros [rows × columns].
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "no matrix has the shape \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    capacity = rows
    let memory = Matrix.allocate(rows * columns)
    self.memory = memory
    unsafe base = memory.start.assumingMemoryBound(to: Float.self)
  }

  /// Creates a matrix of zeros [rows × columns] of which few rows will be used.
  ///
  /// Only those take memory, as no large pages are asked for.
  package init(sparseRows rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "no matrix has the shape \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    capacity = rows
    let memory = AlignedMemory(
      rows * columns * MemoryLayout<Float>.stride + Matrix.spareBytes, usesLargePages: false)
    self.memory = memory
    unsafe base = memory.start.assumingMemoryBound(to: Float.self)
  }

  /// Creates a matrix [rows × columns] over memory that it does not own, such as a mapped file.
  ///
  /// At `start` there are rows × columns floats, which `owner` keeps alive and nobody else writes.
  /// Writing to the matrix writes to them; growing it moves the rows to memory of its own.
  /// Alignment to 64 bytes is the fastest, but that of a float is enough.
  package init(
    rows: Int, columns: Int, borrowing start: UnsafeMutablePointer<Float>, owner: AnyObject
  ) {
    precondition(rows >= 0 && columns >= 0, "no matrix has the shape \(rows) × \(columns)")
    precondition(
      UInt(bitPattern: start) % UInt(MemoryLayout<Float>.alignment) == 0,
      "the memory is not aligned for floats")
    self.rows = rows
    self.columns = columns
    capacity = rows
    memory = owner
    unsafe base = start
  }

  /// Creates a matrix [rows × columns] from its elements, row after row.
  public convenience init(rows: Int, columns: Int, values: [Float]) {
    precondition(
      values.count == rows * columns, "\(values.count) values do not fill \(rows) × \(columns)")
    self.init(rows: rows, columns: columns)
    unsafe values.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      // Safe: both hold rows × columns floats, checked above.
      unsafe base.update(from: start, count: source.count)
    }
  }

  /// Two cache lines, because kernels prefetch past the end.
  private static let spareBytes = 128

  private static func allocate(_ count: Int, mayGrow: Bool = false) -> AlignedMemory {
    AlignedMemory(count * MemoryLayout<Float>.stride + spareBytes, mayGrow: mayGrow)
  }

  /// Changes the number of rows; memory grows when needed and never shrinks.
  ///
  /// Kept rows hold their values; new rows hold whatever was last there, zeros in new memory.
  public func resize(rows newRows: Int) {
    precondition(newRows >= 0, "no matrix has \(newRows) rows")
    if newRows > capacity {
      let grown = Matrix.allocate(newRows * columns, mayGrow: true)
      let rowBytes = columns * MemoryLayout<Float>.stride
      capacity = rowBytes == 0 ? newRows : (grown.count - Matrix.spareBytes) / rowBytes
      let grownBase = unsafe grown.start.assumingMemoryBound(to: Float.self)
      // Safe: the new memory is larger than the old, and they do not overlap.
      unsafe grownBase.update(from: base, count: rows * columns)
      unsafe base = grownBase
      memory = grown
    }
    rows = newRows
  }

  /// The element in `row` and `column`.
  public subscript(row: Int, column: Int) -> Float {
    get {
      check(row, column)
      return unsafe base[row * columns + column]
    }
    set {
      check(row, column)
      unsafe base[row * columns + column] = newValue
    }
  }

  private func check(_ row: Int, _ column: Int) {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns,
      "(\(row), \(column)) is outside of \(rows) × \(columns)")
  }

  /// Row `index` as a view that cannot outlive the closure: [columns].
  public func withRow<R>(_ index: Int, _ body: (Span<Float>) throws -> R) rethrows -> R {
    precondition(index >= 0 && index < rows, "row \(index) of \(rows)")
    // Safe: the row is inside the allocation, and the span ends with the closure.
    let row = unsafe UnsafeBufferPointer(start: base + index * columns, count: columns)
    return try body(unsafe row.span)
  }

  /// Row `index` for writing: [columns]. No one else may touch that row meanwhile.
  public func withMutableRow<R>(
    _ index: Int, _ body: (inout MutableSpan<Float>) throws -> R
  ) rethrows -> R {
    precondition(index >= 0 && index < rows, "row \(index) of \(rows)")
    // Safe: as in `withRow`.
    let row = unsafe UnsafeMutableBufferPointer(start: base + index * columns, count: columns)
    var span = unsafe row.mutableSpan
    return try body(&span)
  }

  /// All elements in use as a view that cannot outlive the closure: [rows × columns].
  public func withElements<R>(_ body: (Span<Float>) throws -> R) rethrows -> R {
    // Safe: rows × columns floats are allocated and initialized.
    let all = unsafe UnsafeBufferPointer(start: base, count: rows * columns)
    return try body(unsafe all.span)
  }

  /// All elements in use for writing: [rows × columns]. No one else may touch them meanwhile.
  public func withMutableElements<R>(_ body: (inout MutableSpan<Float>) throws -> R) rethrows -> R {
    // Safe: as in `withElements`.
    let all = unsafe UnsafeMutableBufferPointer(start: base, count: rows * columns)
    var span = unsafe all.mutableSpan
    return try body(&span)
  }

  /// Sets every element in use to `value`.
  public func fill(_ value: Float) {
    // Safe: rows × columns floats are allocated.
    unsafe base.update(repeating: value, count: rows * columns)
  }

  /// Copies the rows in use of `other`, which has as many columns.
  public func copy(from other: Matrix) {
    precondition(other.columns == columns, "\(other.columns) columns into \(columns)")
    resize(rows: other.rows)
    // Safe: this matrix now has room for the rows of the other.
    unsafe base.update(from: other.base, count: rows * columns)
  }
}
