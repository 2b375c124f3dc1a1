import DamageSupport
import Foundation
import TestSupport

/// Looks for files that break a reader; libFuzzer changes those further that reach new code.
///
/// A file breaks a reader if reading it ends the program, takes more than a second, or allocates more
/// than 16 MB and eight times the file at once.
@main
enum TextAEFuzz {
  private static let usage = """
    usage: textae-fuzz                           lists the formats
           textae-fuzz FORMAT CORPUS SECONDS     looks for files that break its reader; the folder
                                                 CORPUS keeps files that reach new code
           textae-fuzz FORMAT FILE...            reads files again

    """

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().map { $0 }
    guard let name = arguments.first else {
      return print(DamagedFormat.all.map(\.name).joined(separator: "\n"))
    }
    guard arguments.count > 1, let format = DamagedFormat.all.first(where: { $0.name == name })
    else {
      try FileHandle.standardError.write(contentsOf: Data(usage.utf8))
      exit(64)
    }
    unsafe FuzzTarget.format = format
    if arguments.count == 3, let seconds = Int32(arguments[2]) {
      exit(try FuzzTarget.run(corpus: arguments[1], seconds: seconds))
    }
    for path in arguments.dropFirst() {
      print("\(path): \(try FuzzTarget.attempt(fileBytes(path)))")
    }
  }
}
