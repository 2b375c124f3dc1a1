import CTensorKernels
import TensorKit

/// One table of kernels as safe Swift, with every call checked and every output watched for stray
/// writes.
@safe struct KernelTable: @unchecked Sendable, CustomStringConvertible {
  // Safe to share: a table never changes once it is filled.
  private let table: UnsafePointer<ck_kernels>
  let description: String

  private init?(_ name: String) {
    guard let found = unsafe ck_named(name) else { return nil }
    unsafe table = found
    description = name
  }

  static func named(_ name: String) -> KernelTable? { KernelTable(name) }

  /// All that run on this machine, the reference first.
  static let available = ["reference", "avx2", "avx512", "avx512bf16", "amx", "neon"]
    .compactMap(KernelTable.init)
  /// Those written in lanes: the same text for every processor.
  static let lanes = ["avx2", "avx512", "neon"].compactMap(KernelTable.init)

  static var reason: String { unsafe String(cString: ck_detect().pointee.reason) }
  static var activeProduct: String { unsafe String(cString: ck_active().pointee.bf16.name) }

  func product(_ precision: String) -> KernelProduct {
    let kernel =
      unsafe precision == "f32" ? table.pointee.f32 : table.pointee.bf16
    return unsafe KernelProduct(kernel: kernel)
  }

  /// The same for `PackedMatrix` and what builds on it.
  func packedProduct(_ precision: Precision) -> Product {
    let field = unsafe MemoryLayout<ck_kernels>.offset(
      of: precision == .f32 ? \.f32 : \.bf16)
    guard let field else { preconditionFailure("a field without a place") }
    // Safe: there is a product at that place, and a table never goes away.
    let kernel = unsafe (UnsafeRawPointer(table) + field).assumingMemoryBound(to: ck_product.self)
    return unsafe Product(kernel: kernel)
  }

  // MARK: - Vectors

  /// e^x of every element, by the kernel of the softmax: no bias, no shift.
  func exp(_ x: [Float]) -> [Float] {
    exponentials(x, bias: [Float](repeating: 0, count: x.count), shift: 0).values
  }

  /// The sum over elements from `offset` on, so that alignment can be varied.
  func dot(_ x: [Float], _ y: [Float], offset: Int = 0) -> Float {
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        guard let left = x.baseAddress, let right = y.baseAddress else { return 0 }
        // Safe: both arrays go on for x.count - offset elements.
        return unsafe table.pointee.dot(left + offset, right + offset, x.count - offset)
      }
    }
  }

  func sumOfSquares(_ x: [Float]) -> Float { unsafe table.pointee.sum_of_squares(x, x.count) }

  /// The copy, written from `offset` on so that alignment can be varied, and the sum of squares.
  func copyStreaming(_ x: [Float], offset: Int = 0) -> (copy: [Float], squares: Float) {
    var y = [Float](repeating: 0, count: offset + x.count) + [KernelTable.guardValue]
    let squares = unsafe y.withUnsafeMutableBufferPointer { y in
      guard let start = y.baseAddress else { return Float(0) }
      // Safe: x.count elements and the guard follow the offset.
      return unsafe table.pointee.copy_nontemporal(x, start + offset, x.count)
    }
    return (Array(KernelTable.watched(y).dropFirst(offset)), squares)
  }

  func axpy(_ alpha: Float, _ x: [Float], _ y: [Float]) -> [Float] {
    var sum = y + [KernelTable.guardValue]
    // Safe: both have x.count elements.
    unsafe table.pointee.axpy(alpha, x, &sum, x.count)
    return KernelTable.watched(sum)
  }

  func tanh(_ x: [Float]) -> [Float] {
    var result = x
    unsafe table.pointee.tanh(&result, x.count)
    return result
  }

  func sigmoid(_ x: [Float]) -> [Float] {
    var result = x
    unsafe table.pointee.sigmoid(&result, x.count)
    return result
  }

  func scale(_ alpha: Float, _ x: [Float]) -> [Float] {
    var result = x + [KernelTable.guardValue]
    unsafe table.pointee.scale(alpha, &result, x.count)
    return KernelTable.watched(result)
  }

  // MARK: - Rows

  func softmaxCrossEntropy(_ row: [Float], target: Int, scale: Float)
    -> (gradient: [Float], loss: Float, best: Int)
  {
    var gradient = row + [KernelTable.guardValue]
    let result = unsafe table.pointee.softmax_cross_entropy(
      &gradient, row.count, UInt32(target), scale)
    return (KernelTable.watched(gradient), result.loss, Int(result.argmax))
  }

  /// The exponentials of a part of a row, with what the row needs of it.
  func exponentials(
    _ x: [Float], bias: [Float], shift: Float
  ) -> (values: [Float], part: ck_row_part) {
    var values = x + [KernelTable.guardValue]
    // Safe: both hold x.count floats.
    let part = unsafe table.pointee.exponentials(&values, bias, x.count, shift)
    return (KernelTable.watched(values), part)
  }

  func logSoftmax(_ row: [Float]) -> [Float] {
    var result = row + [KernelTable.guardValue]
    unsafe table.pointee.log_softmax(&result, row.count)
    return KernelTable.watched(result)
  }

  // MARK: - Cells

  /// Forward through a cell in place, or, with `keepsGates` false, without a place for the gates.
  func forward(
    _ cell: KernelCell, bias: [Float]? = nil, keepsGates: Bool = true
  ) -> KernelCell {
    var cell = cell
    var z = cell.gates
    // Safe: the arrays of a cell have the sizes that rows and hidden say; a bias is a row of gates.
    unsafe z.withUnsafeMutableBufferPointer { z in
      unsafe cell.gates.withUnsafeMutableBufferPointer { gates in
        unsafe table.pointee.lstm_forward(
          cell.rows, cell.units, cell.hidden, cell.hidden, Self.gates(z.baseAddress, cell.hidden),
          bias, cell.hidden,
          cell.previous, Self.gates(keepsGates ? gates.baseAddress : nil, cell.hidden), &cell.cell,
          &cell.output)
      }
    }
    return cell
  }

  /// Back through a cell; `more` is a matrix [rows × moreColumns] added to the gradient of h.
  func backward(_ cell: KernelCell, more: [Float]? = nil, moreColumns: Int = 0) -> KernelCell {
    var cell = cell
    var activated = cell.gates
    // Safe: as above.
    unsafe activated.withUnsafeMutableBufferPointer { activated in
      unsafe cell.gates.withUnsafeMutableBufferPointer { dz in
        unsafe table.pointee.lstm_backward(
          cell.rows, cell.units, cell.hidden, cell.hidden,
          Self.gates(activated.baseAddress, cell.hidden),
          cell.previous, cell.cell, cell.output, more, moreColumns,
          Self.gates(dz.baseAddress, cell.hidden), &cell.dCell)
      }
    }
    return cell
  }

  private static func gates(_ start: UnsafeMutablePointer<Float>?, _ hidden: Int) -> ck_gates {
    unsafe ck_gates(start: start, stride: 4 * hidden, gate: hidden)
  }

  /// `sum` and the rows [rows × stride] of `x`, of which the first sum.count columns count.
  func addRows(_ x: [Float], stride: Int, rows: Int, to sum: [Float]) -> [Float] {
    var result = sum + [KernelTable.guardValue]
    // Safe: x holds rows × stride floats.
    unsafe table.pointee.add_rows(x, stride, rows, sum.count, &result)
    return KernelTable.watched(result)
  }

  func adam(_ step: ck_adam_step, gradient: [Float], _ state: KernelAdamState) -> KernelAdamState {
    var step = step
    var state = state
    // Safe: all four arrays have gradient.count elements.
    unsafe table.pointee.adam(
      &step, gradient, &state.weight, &state.first, &state.second, gradient.count)
    return state
  }

  // MARK: - Stray writes

  private static let guardValue: Float = -12_345

  private static func watched(_ values: [Float]) -> [Float] {
    precondition(values.last == guardValue, "written behind the end of \(values.count - 1) values")
    return [Float](values.dropLast())
  }
}

/// What the cell kernels read and write: `output` is the gradient of the output on the way back.
struct KernelCell: Equatable {
  var rows, units, hidden: Int
  var gates: [Float]
  var previous: [Float]?
  var cell, output, dCell: [Float]
}

struct KernelAdamState: Equatable {
  var weight, first, second: [Float]
}
