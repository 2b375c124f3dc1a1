import TestSupport
import Testing

/// Programs that write a line to a pipe and wait for its answer.
@Suite("Commands at the end of a pipe")
struct PipeTests {
  @Test(
    "answer each line before the next one is written",
    arguments: [
      ["reconstruct", "--model", "tiny.textae", "-"],
      ["search", "--index", "x.index", "--count", "1", "-"],
      ["anomalies", "score", "x.anomalies", "-"],
    ])
  func lineByLine(arguments: [String]) throws {
    let folder = try TinyModel.copy()
    for command in [
      ["index", "build", "corpus.txt", "--model", "tiny.textae", "--output", "x.index"],
      ["anomalies", "fit", "corpus.txt", "--model", "tiny.textae", "--output", "x.anomalies"],
    ] {
      let made = try Binary.run(command, in: folder)
      try #require(made.status == 0, "\(made)")
    }
    let outcome = try Binary.shell(
      """
      mkfifo in
      "$textae" \(arguments.joined(separator: " ")) < in > out & id=$!
      exec 3> in
      echo "the cat sees bread ." >&3
      while kill -0 $id && [ ! -s out ]; do sleep 0.02; done
      first=$(wc -l < out)
      echo "a dog sees bread ." >&3
      exec 3>&-
      wait $id && [ $first -gt 0 ] && [ $(wc -l < out) -gt $first ]
      """, in: folder)
    #expect(outcome.status == 0, "\(outcome)")
  }
}
