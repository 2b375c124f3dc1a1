import CommandLineKit
import Foundation
import TensorKit

/// Speed of matrix products in the shapes of a training step.
struct ProductBenchmark: Command {
  static let name = "products"
  static let abstract = "Measure matrix products in the shapes of a training step."
  static let discussion = """
    Prints GFLOP/s with packed operands, for each precision and shape: rows of the result × \
    columns × depth. Packing is not timed. The first shape fits in the L1 and L2 caches and shows \
    the peak of the processor.
    """
  static let examples = [
    Example("products --threads 1", "Uses one core.")
  ]

  let options = BenchmarkOptions()

  private static let shapes = [
    (96, 96, 512), (256, 2_048, 512), (2_560, 2_048, 256), (192, 8_000, 512), (192, 512, 8_000),
    (8_000, 512, 2_560),
  ]

  func run() throws {
    let pool = WorkerPool(threads: options.threads)
    var output = StandardOutput()
    for precision in Precision.allCases {
      let product = Product(precision)
      for (rows, columns, depth) in Self.shapes {
        let rate = measure(rows, columns, depth, product, pool)
        try output.writeLine(
          "\(precision.rawValue)  \(product.name)  \(rows) × \(columns) × \(depth)  "
            + "\(rate.text(0)) GFLOP/s")
      }
    }
    try output.flush()
  }

  private func measure(
    _ rows: Int, _ columns: Int, _ depth: Int, _ product: Product, _ pool: WorkerPool
  ) -> Double {
    let left = PackedMatrix(.left, product)
    let right = PackedMatrix(.right, product)
    left.pack(MatrixRegion(random(rows, depth)), pool: pool)
    right.pack(MatrixRegion(random(depth, columns)), pool: pool)
    let result = Matrix(rows: rows, columns: columns)
    let operations = 2 * Double(rows) * Double(columns) * Double(depth)
    // About a tenth of a second for each measurement; the first one is not counted.
    let repeats = max(1, Int(2e10 / operations))
    let rates = (0...options.runs).map { _ in
      let start = Date()
      for _ in 0..<repeats { left.multiply(by: right, into: result, pool: pool) }
      return operations * Double(repeats) / Date().timeIntervalSince(start) / 1e9
    }
    return Array(rates.dropFirst()).median
  }

  private func random(_ rows: Int, _ columns: Int) -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    var random = RandomStream(seed: 1, purpose: .testData)
    matrix.withMutableElements { values in
      for index in values.indices { values[index] = random.uniform() - 0.5 }
    }
    return matrix
  }
}
