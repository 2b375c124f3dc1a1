import Foundation

/// Commands to try after a demo.
struct DemoCommands {
  let files: DemoFiles

  var text: String {
    let tool = Self.tool
    return """
      Try more:

        \(tool) search \(files.corpus) "I want to quit my job."
        \(tool) explore \(files.corpus)
        \(tool) reconstruct --model \(files.model) --rounds 5 "The cat slept on the piano."

      Or with your own text, one sentence per line:

        \(tool) search your.txt "what you look for"
        \(tool) train your.txt --output your.textae


      """
  }

  /// The program as it was called, relative to the current folder.
  private static var tool: String {
    let path = CommandLine.arguments.first ?? "textae"
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }
}
