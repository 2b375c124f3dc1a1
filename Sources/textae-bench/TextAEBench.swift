import CommandLineKit
import Foundation
import TensorKit

/// Benchmarks of the package's own parts; comparisons with other programs are in Tests/Peers.
@main
enum TextAEBench {
  static var tool: Tool {
    Tool(
      name: "textae-bench", version: "1.0.0",
      abstract: "How fast the parts of the package are on this machine.", warning: Kernels.warning,
      sections: [
        Tool.Section(
          "Benchmarks",
          [
            .command(ProductBenchmark.self), .command(TrainingBenchmark.self),
            .command(EncodingBenchmark.self), .command(TokenizingBenchmark.self),
            .command(AllocationBenchmark.self),
          ])
      ])
  }

  static func main() throws {
    OutOfMemory.tell { tool.fail($0) }
    // There is nothing to save.
    exit(try Interrupt.endingAtOnce { tool.main(Array(CommandLine.arguments.dropFirst())) })
  }
}

/// What every benchmark takes.
struct BenchmarkOptions: OptionGroup {
  static let title = "Options"

  @Option("Threads; 0 for one a core.", .within(0...1_024)) var threads = 0
  @Option("Measurements; the median is told.", .within(1...1_000)) var runs = 5
}

extension Precision: ArgumentChoice {}

extension Array where Element == Double {
  /// The middle value; of an even number the upper one of the two.
  var median: Double { sorted()[count / 2] }
}

extension Double {
  /// With as many digits behind the point.
  func text(_ digits: Int) -> String {
    String(format: "%.\(digits)f", self)
  }
}
