import CTensorKernels

/// One table of the kernels of search as safe Swift.
@safe struct SearchTable: @unchecked Sendable, CustomStringConvertible {
  // Safe to share: a table never changes.
  private let table: ck_search
  let description: String

  private init?(_ name: String) {
    guard let found = unsafe ck_search_named(name) else { return nil }
    unsafe table = found.pointee
    description = name
  }

  static let reference = SearchTable("reference")

  /// All that run on this machine.
  static let available = ["reference", "avx2", "avx512", "avx512vnni", "neon"]
    .compactMap(SearchTable.init)

  enum Numbers: CaseIterable, Sendable { case f32, f16, bf16 }

  /// Products with rows of `stride` bytes that begin at an odd place; only those of `ids` if given.
  func products(
    _ numbers: Numbers, _ query: [Float], rows: [UInt8], stride: Int, ids: [UInt32]?
  ) -> [Float] {
    let count = ids?.count ?? rows.count / stride
    var products = [Float](repeating: 0, count: count)
    unsafe withRows(rows, stride, ids, count) { chosen in
      // Safe: the rows have as many numbers as the query, and there is a product for each.
      switch numbers {
      case .f32: unsafe table.f32(query, chosen, query.count, &products)
      case .f16: unsafe table.f16(query, chosen, query.count, &products)
      case .bf16: unsafe table.bf16(query, chosen, query.count, &products)
      }
    }
    return products
  }

  func products(
    _ query: [Int8], rows: [UInt8], stride: Int, ids: [UInt32]?
  ) -> [Int32] {
    let count = ids?.count ?? rows.count / stride
    var products = [Int32](repeating: 0, count: count)
    unsafe withRows(rows, stride, ids, count) {
      unsafe table.int8(query, $0, query.count, &products)
    }
    return products
  }

  func products(
    planes: [UInt64], rows: [UInt8], stride: Int, ids: [UInt32]?
  ) -> [Int32] {
    let count = ids?.count ?? rows.count / stride
    var products = [Int32](repeating: 0, count: count)
    unsafe withRows(rows, stride, ids, count) {
      unsafe table.bits(planes, $0, planes.count / Int(CK_SEARCH_PLANES), &products)
    }
    return products
  }

  private func withRows(
    _ rows: [UInt8], _ stride: Int, _ ids: [UInt32]?, _ count: Int, _ body: (ck_rows) -> Void
  ) {
    // An odd start, and nothing behind the last row that could be read unnoticed by a sanitizer.
    let moved = [0] + rows
    unsafe moved.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      guard let ids else {
        return unsafe body(ck_rows(start: start + 1, stride: stride, ids: nil, count: count))
      }
      unsafe ids.withUnsafeBufferPointer {
        unsafe body(
          ck_rows(start: start + 1, stride: stride, ids: $0.baseAddress, count: count))
      }
    }
  }
}
