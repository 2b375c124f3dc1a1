/// The number format to which the factors of a matrix product are rounded.
///
/// Sums are always 32-bit floats, and so are weights, moments and everything that is not a product.
public enum Precision: String, CaseIterable, Sendable, Codable {
  /// 32-bit floats throughout.
  case f32
  /// Factors rounded to bfloat16 (8 bits of precision), sums in 32-bit floats.
  case bf16

  /// The format whose products are fastest on this machine.
  public static var fastest: Precision {
    Product.bf16.isFasterThanFloat ? .bf16 : .f32
  }
}
