#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  extension FaultTests {
    static let demoCalls: [(call: String, error: Int32)] = [
      ("write", ENOSPC), ("rename", EIO), ("create", EACCES), ("fsync", EIO),
    ]

    @Test(arguments: isThorough ? demoCalls : Array(demoCalls.prefix(2)))
    func `a demo that fails leaves nothing but whole files, and runs again`(
      fault: (call: String, error: Int32)
    ) throws {
      let folder = try TemporaryFolder()
      let demo = ["demo", "--quick", "--json", "--corpus", DemoTests.corpora]
      let whole = try Binary.run(demo, in: folder)
      try #require(whole.status == 0, "\(whole)")
      let names = try Set(folder.allNames)
      var number = 1
      while true {
        try clean(folder, "textae-demo")
        let outcome = try FaultLibrary.run(
          demo, in: folder, call: fault.call, number: number, error: fault.error)
        guard outcome.hasHappened else { break }
        let comment: Comment = "\(fault) \(number) \(outcome.run)"
        // An index that cannot be made beside its text is made elsewhere, and one that is there in spite of
        // an error is used.
        let goesOn = outcome.run.status == 0 && outcome.run.output == whole.output
        let fails = outcome.run.status == 1 && outcome.run.errors.contains("textae-demo/")
        #expect(goesOn || fails, comment)
        // A training that failed leaves what it can be resumed from.
        #expect(
          try folder.allNames.allSatisfy { names.contains($0) || !$0.hasSuffix(".tmp") }, comment)
        // Most calls are alike, and a demo takes its time.
        number = number * 4 + 3
      }
      let again = try Binary.run(demo, in: folder)
      #expect(again.status == 0 && again.output == whole.output, "\(again)")
    }
  }
#endif
