import AutoencoderModel
import FileFormats
import Foundation
import TensorKit

/// The kernels and number formats that this machine computes with.
enum MachineReport {
  static func make() -> Report {
    Report(
      title: "This machine",
      facts: [
        (name: "version", value: .string(TextAE.version)),
        (name: "cores", value: .integer(ProcessInfo.processInfo.activeProcessorCount)),
        (name: "vectorKernels", value: .string(Kernels.name)),
        (name: "f32Products", value: .string(Product.f32.name)),
        (name: "bf16Products", value: .string(Product.bf16.name)),
        (name: "int8Products", value: .string(EncodingPrecision.int8.kernels)),
        (name: "precision", value: .string(Precision.fastest.rawValue)),
        (name: "why", value: .string(Kernels.reason)),
      ])
  }
}
