import Foundation
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
}
