/// The number format that the factors of a matrix product are rounded to.
///
/// Sums are always 32-bit floats; so are weights, moments and everything that is not a product.
public enum Precision: String, CaseIterable, Sendable, Codable {
  /// 32-bit floats throughout.
  case f32
  /// Factors rounded to bfloat16 (8 bits of precision), sums in 32-bit floats.
  case bf16

  /// The fastest that this machine computes in hardware.
  public static var fastest: Precision {
    Product.bf16.isFasterThanFloat ? .bf16 : .f32
  }
}
