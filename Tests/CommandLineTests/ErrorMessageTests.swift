import Foundation
import TestSupport
import Testing

/// Errors of the libraries as users see them: where, what, what to do, and the exit status.
@Suite struct ErrorMessageTests {
  private func message(_ line: String, in folder: TemporaryFolder, status: Int32) throws -> String {
    let words = line.split(separator: " ").map(String.init)
    let outcome = try Binary.run(words, in: folder)
    #expect(outcome.status == status, "\(outcome)")
    return outcome.errors.trimmingCharacters(in: .newlines)
  }

  @Test func `a missing file`() throws {
    let text = try message(
      "vocab build no.txt --output o.json", in: try TemporaryFolder(), status: 1)
    #expect(text == "textae: no.txt: no such file or folder; check the spelling")
  }

  @Test func `text in another encoding`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Data("fine\nbroken ".utf8) + [0xC3, 0x28, 0x0A], to: "in.txt")
    for command in ["vocab build", "lsa", "skipgram"] {
      let text = try message("\(command) in.txt --output o", in: folder, status: 65)
      #expect(
        text == "textae: in.txt, line 2: not valid UTF-8; convert the file, for example with iconv")
    }
  }

  @Test func `an output that exists`() throws {
    let folder = try TemporaryFolder()
    try folder.write("one sentence .\n", to: "in.txt")
    try folder.write("precious", to: "o.json")
    let text = try message("vocab build in.txt --output o.json", in: folder, status: 1)
    #expect(text == "textae: o.json: the file exists; --overwrite replaces it")
  }

  @Test func `a corpus with no frequent word`() throws {
    let folder = try TemporaryFolder()
    try folder.write("all words differ\n", to: "in.txt")
    let text = try message(
      "vocab build in.txt --tokenizer-model word --min-count 2 --output o.json", in: folder,
      status: 65)
    #expect(
      text == "textae: in.txt: no word occurs 2 times or more;"
        + " give more text, or a smaller --min-count")
  }

  @Test func `a pooling that is none, and one of a model without word vectors`() throws {
    let folder = try TinyModel.copy()
    let unknown = try message(
      "embed --model tiny.textae:max --output o.npy", in: folder, status: 64)
    #expect(
      unknown == "textae embed: bad value 'max' for the pooling of tiny.textae; expected"
        + " mean, sif or sif-weights")
    let needless = try message(
      "embed --model tiny.textae:mean --output o.npy", in: folder, status: 64)
    #expect(
      needless == "textae embed: tiny.textae has no word vectors, so :mean does not apply;"
        + " leave it out")
  }

  @Test func `an index whose model has changed, and one of raw vectors`() throws {
    let folder = try TinyModel.copy()
    let build = "index build corpus.txt --model tiny.textae --quiet --output"
    #expect(try message("\(build) raw.index", in: folder, status: 0) == "")
    let fit = "postprocess fit corpus.txt --model tiny.textae --center --quiet"
    #expect(try message(fit, in: folder, status: 0) == "")
    #expect(try message("\(build) fitted.index", in: folder, status: 0) == "")
    let search = "search --quiet moon --index"
    for index in ["raw.index", "fitted.index"] {
      #expect(try message("\(search) \(index)", in: folder, status: 0) == "")
    }
    try FileManager.default.removeItem(
      atPath: folder.file("tiny.textae/postprocessing.safetensors"))
    let text = try message("\(search) fitted.index", in: folder, status: 65)
    #expect(
      text == "textae: fitted.index, tiny.textae: another model made the vectors of the index;"
        + " build the index again, or give the right model with --model")
  }

  @Test func `a post-processing of another model`() throws {
    let folder = try TinyModel.copy()
    let fit = "postprocess fit corpus.txt --model tiny.textae --center --quiet"
    #expect(try message(fit, in: folder, status: 0) == "")
    let train = ["train corpus.txt --output other.textae --epochs 1 --seed 9 --quiet"]
    let line = (train + TinyModel.training).joined(separator: " ")
    #expect(try message(line, in: folder, status: 0) == "")
    let copy = "other.textae/postprocessing.safetensors"
    try folder.write(try folder.read("tiny.textae/postprocessing.safetensors"), to: copy)
    let text = try message(
      "embed --model other.textae corpus.txt --output v.npy", in: folder, status: 65)
    #expect(
      text == "textae: \(copy): fitted to another model, or to this one before it was trained"
        + " further; fit it again with 'textae postprocess fit'")
  }
}
