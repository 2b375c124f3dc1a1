import TensorKit

/// Queries that are compared with vectors by matrix products.
///
/// Where products of bfloat16 are faster, they decide first which vectors can be among the nearest:
/// rounding moves a score by at most a bound that is known, so no vector is lost, and the few that
/// are left are compared again in single precision.
struct ProductQueries {
  let coded: [any CodecQuery]
  let floats: PackedMatrix
  let rough: Rough?

  /// The queries in bfloat16.
  struct Rough {
    let packed: PackedMatrix
    /// By how much the rough score of each query can differ from its score in single precision.
    let errors: [Float]
  }

  /// Packs the queries [count × dimension]; `isRough` asks for rough products first.
  init(
    _ queries: Matrix, _ coded: [any CodecQuery], _ vectors: StoredVectors, isRough: Bool,
    pool: WorkerPool
  ) {
    self.coded = coded
    floats = Self.packed(queries, .f32, pool)
    rough =
      isRough
      ? Rough(
        packed: Self.packed(queries, .bf16, pool),
        errors: coded.indices.map {
          number in queries.withRow(number) { vectors.roughError($0, coded[number]) }
        }) : nil
  }

  private static func packed(
    _ queries: Matrix, _ product: Product, _ pool: WorkerPool
  ) -> PackedMatrix {
    let packed = PackedMatrix(.left, product)
    packed.pack(MatrixRegion(queries), pool: pool)
    return packed
  }
}

extension StoredVectors {
  /// By how much a product of bfloat16 can differ from a score that the codec computes.
  ///
  /// With the rounded q' and x', q x − q' x' = (q − q') x + q' (x − x'). The first difference is
  /// computed; a number is rounded by at most 2⁻⁸ of it, or to zero below the normal range.
  fileprivate func roughError(_ query: Span<Float>, _ coded: any CodecQuery) -> Float {
    var squares = 0.0
    for index in query.indices {
      let rounded = BrainFloat.value(BrainFloat.bits(query[index]))
      squares += (Double(query[index]) - Double(rounded)) * (Double(query[index]) - Double(rounded))
    }
    let lost = Double(dimension).squareRoot() * Double(Float.leastNormalMagnitude)
    let moved = squares.squareRoot() + lost
    let norm = length(query)
    let longest = self.longest + (hasTwoForms ? residual : 0)
    let rounding = coarse is BF16Codec ? 0 : longest * 0x1p-8
    let sums =
      roundingError(dimension) * (norm + moved) * (longest + rounding)
      + (coded.largestError(longest: longest) ?? .infinity)
    let sum = moved * longest + (norm + moved) * (rounding + lost) + sums + fixedError(norm)
    // The threshold that it is taken from is rounded too.
    return Float(sum + roundingError(0) * norm * longest) * (1 + 0x1p-20)
  }
}
