import Foundation
import TensorKit
import Testing

@Suite("Choice of kernels")
struct KernelChoiceTests {
  @Test("The reference runs everywhere and unknown names nowhere")
  func names() {
    #expect(KernelTable.available.first?.description == "reference")
    #expect(KernelTable.named("sse9") == nil)
    #expect(KernelTable.named("") == nil)
  }

  @Test("The reason names all paths that run here and the one in use")
  func reason() throws {
    for table in KernelTable.available { #expect(KernelTable.reason.contains(table.description)) }
    let wanted = ProcessInfo.processInfo.environment["TEXTAE_KERNELS"]
    let chosen = try #require(wanted.flatMap(KernelTable.named) ?? KernelTable.available.last)
    #expect(KernelTable.reason.hasSuffix("in use: \(chosen)."))
    #expect(KernelTable.activeProduct == chosen.product("bf16").name)
  }

  @Test("Products in bf16 are preferred where an instruction makes them faster, and only there")
  func fastest() {
    for table in KernelTable.available {
      let product = table.packedProduct(.bf16)
      switch product.name {
      case "amx": #expect(product.isFasterThanFloat)
      // Twice as fast on AMD's processors, no faster on others.
      case "avx512bf16":
        let processor = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
        guard let processor else { break }
        #expect(product.isFasterThanFloat == processor.contains("AuthenticAMD"))
      default: #expect(!product.isFasterThanFloat)
      }
      #expect(!table.packedProduct(.f32).isFasterThanFloat)
    }
    #expect(Precision.fastest == (Product.bf16.isFasterThanFloat ? .bf16 : .f32))
  }
}
