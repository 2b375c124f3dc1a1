import AutoencoderModel
import CommandLineKit
import Foundation
import TensorKit

/// Benchmarks of the package's own parts; comparisons with other programs are in Tests/Peers.
@main
enum TextAEBench {
  static var tool: Tool {
    Tool(
      name: "textae-bench", version: "1.0.0",
      abstract: "Measure the speed of the package on this machine.", warning: Kernels.warning,
      sections: [
        Tool.Section(
          "Benchmarks",
          [
            .command(ProductBenchmark.self), .command(TrainingBenchmark.self),
            .command(EncodingBenchmark.self), .command(TokenizingBenchmark.self),
            .command(AllocationBenchmark.self), .command(SearchBenchmark.self),
          ])
      ])
  }

  static func main() throws {
    OutOfMemory.tell { tool.fail($0) }
    // A benchmark has nothing to save.
    exit(try Interrupt.endingAtOnce { tool.main(Array(CommandLine.arguments.dropFirst())) })
  }
}

/// The options of all benchmarks.
struct BenchmarkOptions: OptionGroup {
  static let title = "Options"

  @Option("Number of threads; 0 means one per core.", .within(0...1_024)) var threads = 0
  @Option("Number of measurements; the median is printed.", .within(1...1_000)) var runs = 5
}

extension Precision: ArgumentChoice {}
extension EncodingPrecision: ArgumentChoice {}

extension Array where Element == Double {
  /// The median; the upper of the two middle values if their number is even.
  var median: Double { sorted()[count / 2] }
}

extension Double {
  /// Formats with a number of decimals.
  func text(_ digits: Int) -> String {
    String(format: "%.\(digits)f", self)
  }
}
