import CTensorKernels

/// Weights in bytes as the kernels read them, taken apart again.
struct PackedBytes {
  var panels: [Int8]
  var scales: [Float]
  var compensation: [Int32]
  /// The depth as packed: a multiple of four.
  let depth: Int

  /// Packs the columns of B, each of `depth` numbers; gaps start out as numbers that would show.
  init(columns: [[Float]], depth: Int) {
    let step = Int(CK_BYTE_STEP)
    let side = Int(CK_BYTE_COLUMNS)
    self.depth = (depth + step - 1) / step * step
    let padded = (columns.count + side - 1) / side * side
    panels = Array(repeating: 99, count: padded * self.depth)
    scales = Array(repeating: .nan, count: padded)
    compensation = Array(repeating: -1, count: padded)
    // Columns apart from each other, so that a stride that is ignored shows.
    let stride = depth + 3
    let flat = columns.flatMap { $0 + [.nan, .nan, .nan] }
    for first in Swift.stride(from: 0, to: padded, by: side) {
      let used = min(side, columns.count - first)
      unsafe flat.withUnsafeBufferPointer { flat in
        unsafe panels.withUnsafeMutableBufferPointer { panels in
          unsafe scales.withUnsafeMutableBufferPointer { scales in
            unsafe compensation.withUnsafeMutableBufferPointer { compensation in
              guard let flat = flat.baseAddress, let panels = panels.baseAddress,
                let scales = scales.baseAddress, let compensation = compensation.baseAddress
              else { return }
              // Safe: a panel, and as many columns as are left, lie inside.
              unsafe ck_pack_bytes(
                flat + first * stride, stride, used, depth, panels + first * self.depth,
                scales + first, compensation + first)
            }
          }
        }
      }
    }
  }

  /// The byte of column c at depth k.
  func byte(_ k: Int, _ c: Int) -> Int8 {
    panels[c / 16 * 16 * depth + k / 4 * 64 + c % 16 * 4 + k % 4]
  }
}

/// A table of kernels of bytes as safe Swift, with outputs watched for stray writes.
@safe struct ByteTable: @unchecked Sendable, CustomStringConvertible {
  // Safe to share: a table never changes.
  private let table: UnsafePointer<ck_bytes>
  let description: String

  init?(_ name: String) {
    guard let found = unsafe ck_bytes_named(name) else { return nil }
    unsafe table = found
    description = name
  }

  /// All that run on this machine, the reference first.
  static let available = ["reference", "avx2", "avx512vnni"].compactMap(ByteTable.init)
  static var active: String { unsafe String(cString: ck_bytes_active().pointee.name) }

  func round(_ x: [Float]) -> [UInt8] {
    var bytes = [UInt8](repeating: 77, count: x.count + 1)
    // Safe: both hold x.count elements.
    unsafe table.pointee.round(x, x.count, &bytes)
    precondition(bytes.removeLast() == 77, "a stray write")
    return bytes
  }

  /// `onto` [rows × columns] plus the product with the columns of the weights from `first` on.
  func multiply(
    _ left: [[UInt8]], _ weights: PackedBytes, first: Int, columns: Int, onto: [[Float]]
  ) -> [[Float]] {
    let leftStride = weights.depth + 5
    // What lies behind the depth must not count.
    let flat: [UInt8] = left.flatMap {
      $0 + Array(repeating: 200, count: leftStride - $0.count)
    }
    let stride = columns + 3
    var c: [Float] = onto.flatMap { (row: [Float]) -> [Float] in row + [-7, -7, -7] }
    unsafe weights.panels.withUnsafeBufferPointer { panels in
      unsafe weights.scales.withUnsafeBufferPointer { scales in
        unsafe weights.compensation.withUnsafeBufferPointer { compensation in
          guard let panels = panels.baseAddress, let scales = scales.baseAddress,
            let compensation = compensation.baseAddress
          else { return }
          // Safe: panels from a multiple of 16 on, and rows of the given strides.
          unsafe table.pointee.multiply(
            left.count, columns, flat, leftStride,
            ck_byte_weights(
              panels: panels + first * weights.depth, scales: scales + first,
              compensation: compensation + first, depth: weights.depth), &c, stride)
        }
      }
    }
    return left.indices.map { row in
      let line = c[row * stride..<(row + 1) * stride]
      precondition(line.suffix(3).allSatisfy { $0 == -7 }, "a stray write")
      return Array(line.prefix(columns))
    }
  }
}
