import NeuralLayers
import TensorKit

/// The number format of the matrix products of a model that is not trained.
public enum EncodingPrecision: String, CaseIterable, Sendable {
  /// 32-bit floats throughout.
  case f32
  /// Factors rounded to bfloat16 (8 bits of precision), sums in 32-bit floats.
  case bf16
  /// The recurrent products of an LSTM encoder in 8 bits, whose sums are exact; everything else,
  /// other encoders and decoders among it, as `f32`.
  ///
  /// Weights have a scale for every row; outputs of the LSTM are rounded to multiples of 1/127.
  /// Faster on processors with AVX-512 VNNI only. Vectors differ slightly from those of `f32`, and
  /// are the same bits with all kernels but the reference.
  case int8

  /// The format in which a model is trained.
  public init(_ precision: Precision) {
    switch precision {
    case .f32: self = .f32
    case .bf16: self = .bf16
    }
  }

  /// The faster of `f32` and `bf16` on this machine.
  public static var automatic: EncodingPrecision { EncodingPrecision(.fastest) }

  /// The format of the products that are not recurrent.
  package var products: Precision {
    switch self {
    case .f32, .int8: .f32
    case .bf16: .bf16
    }
  }

  /// What the weights of an encoder are packed for.
  var use: WeightUse { self == .int8 ? .byteEncoding : .inference }

  /// The kernels of the recurrent products on this machine, such as "avx512".
  package var kernels: String {
    self == .int8 ? ByteRows.kernels : Product(products).name
  }
}
