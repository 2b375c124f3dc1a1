import Foundation

/// Commands to try after a demo.
struct DemoCommands {
  let files: DemoFiles

  var text: String {
    let tool = Self.tool
    let sentence = "\"My sister found the key in the kitchen.\""
    return """
      Try the model in \(files.folder):

        \(tool) reconstruct --model \(files.autoencoder) \(sentence)
        \(tool) paraphrase --model \(files.autoencoder) \(sentence)
        \(tool) index build \(files.corpus) --model \(files.autoencoder) --output \(files.folder)/demo.index
        \(tool) search --index \(files.folder)/demo.index \(sentence)
        \(tool) evaluate --model \(files.autoencoder) \(files.pairs)

      Or with your own text, one sentence per line:

        \(tool) train your.txt --output your.textae
        \(tool) embed --model your.textae your.txt --output your.npy


      """
  }

  /// The program as it was called, relative to the current folder.
  private static var tool: String {
    let path = CommandLine.arguments.first ?? "textae"
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }
}
