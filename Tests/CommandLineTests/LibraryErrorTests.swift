import AnomalyDetection
import AutoencoderModel
import AutoencoderTraining
import Classification
import EmbeddingEvaluation
import FileFormats
import SentenceEmbedding
import BundledCorpora
import SkipGram
import TensorKit
import Testing
import Tokenization
import VectorSearch

/// The libraries state facts; what to do about them is the business of the command line.
@Suite struct LibraryErrorTests {
  static let errors: [any Error] = [
    FileError.notFound(path: "a"), FileError.isDirectory(path: "a"),
    FileError.permissionDenied(path: "a"), FileError.alreadyExists(path: "a"),
    FileError.noSpace(path: "a"), FileError.notSeekable(path: "a"),
    FileError.system(path: "a", operation: "read", code: 5),
    FileError.decompression(path: "a", program: "gzip", message: "bad data"),
    FileError.missingProgram(path: "a", program: "zstd"),
    FileError.lineTooLong(path: "a", line: 2, limit: 9), FileError.notUTF8(path: "a", line: 2),
    FileError.truncated(path: "a", expected: 9, found: 1),
    FileError.malformed(path: "a", line: 2, reason: "no number"),
    FileError.badRow(path: "a", line: 2, reason: "no number"),
    FileError.unsupportedVersion(path: "a", found: "9", supported: "1"),
    FileError.checksumMismatch(path: "a"), FileError.checksumMissing(path: "a"),
    FileError.missingEntry(path: "a", name: "x"),
    FileError.mismatchedEntry(path: "a", name: "x", expected: "1", found: "2"),
    FileError.unwritable(path: "a", value: "x", reason: "it has a tab"),
    TokenizerError.malformed(path: "a", reason: "no vocabulary"),
    TokenizerError.unsupported(path: "a", component: "model", found: "x", supported: "y"),
    TokenizerError.noWords(paths: ["a"], minimumCount: 1),
    TokenizerError.noWords(paths: ["a"], minimumCount: 2),
    TokenizerError.noSentences(paths: ["a"]),
    TokenizerError.vocabularyTooSmall(requested: 1, minimum: 6), TokenizerError.cancelled,
    AutoencoderError.invalidSetting(name: "dropout", value: "2", expected: "0 to 1"),
    AutoencoderError.inconsistentModel(path: "a", reason: "has 2 tensors"),
    AutoencoderError.newerVersion(path: "a", found: 9, supported: 1),
    AutoencoderError.tooLarge(parameters: 1, bytes: 2_000_000_000, available: 1),
    AutoencoderError.emptyCorpus(paths: ["a"]), AutoencoderError.diverged(step: 1, loss: .nan),
    AutoencoderError.outputExists(path: "a"),
    AutoencoderError.differentRun(path: "a", setting: "seed", begun: "1", now: "2"),
    AutoencoderError.differentRun(path: "a", setting: "corpus", begun: nil, now: nil),
    AutoencoderError.noCheckpoint(path: "a"),
    SkipGramError.invalidSetting(name: "window", found: "0", expected: "1 to 9"),
    SkipGramError.tooLarge(words: 1, dimension: 1, bytes: 1, available: 1),
    SkipGramError.emptyCorpus,
    SkipGramError.vocabularyTooSmall(words: 1, minimumCount: 5, distinctTokens: 9),
    SkipGramError.unknownToken(id: 9, vocabularySize: 2), SkipGramError.otherTokenizer(path: "a"),
    SkipGramError.cancelled, SkipGramError.diverged(learningRate: 1),
    SkipGramError.unknownWord("x"), SkipGramError.inconsistentModel(path: "a", reason: "no words"),
    SearchError.wrongDimension(expected: 1, found: 2), SearchError.notFinite(row: 1),
    SearchError.tooLong(row: 1, limit: 2),
    SearchError.damaged(.malformed(path: "a", line: nil, reason: "no id")),
    IndexError.repeatedColumn("a", path: "b"), IndexError.tooManyColumns(1_001, path: "a"),
    IndexError.changed(path: "a"), IndexError.missingParts(path: "a"),
    IndexExportError.metric(.dot, format: "x", known: [.l2]),
    IndexExportError.dimension(9, format: "x", limit: 8),
    IndexExportError.graph(format: "x", segments: 2, removed: 0),
    IndexExportError.range(id: 1, format: "x", limit: 2), PostProcessingError.noVectors,
    PostProcessingError.tooManyComponents(requested: 2, dimension: 1),
    PostProcessingError.rankTooLow(requested: 2, rank: 1, vectors: 3),
    PostProcessingError.notFinite(vector: 1),
    PostProcessingError.mismatchedDimension(expected: 1, found: 2),
    EvaluationFileError.unknown(path: "a", reason: "no table"),
    EvaluationFileError.unsupported(path: "a", reason: "no kind"),
    EvaluationFileError.empty(path: "a"),
    EvaluationFileError.fields(path: "a", line: 1, expected: 2, found: 3),
    EvaluationFileError.score(path: "a", line: 1, found: "x"),
    EvaluationFileError.lengths(path: "a", lines: 1, other: "b", otherLines: 2),
    EvaluationFileError.uniform(path: "a", value: "x"), EvaluationError.needsWords(path: "a"),
    EvaluationError.needsSentences(path: "a"), EvaluationError.needsVectors(path: "a"),
    EvaluationError.nothingInVocabulary(path: "a", examples: 2),
    SymmetricEigenError.notFinite(row: 1, column: 2),
    SymmetricEigenError.noConvergence(eigenvalue: 1, iterations: 2),
    CorpusError.unreadable(path: "a"), CorpusError.nothingFound(directory: "a", fileExtension: "b"),
    CorpusError.notASCII(path: "a", line: 1),
    CorpusError.malformedLine(path: "a", line: 1, found: "x", expected: "y"),
    CorpusError.unknownName(path: "a", line: 1, kind: "list", name: "x"),
    CorpusError.duplicateName(path: "a", line: 1, kind: "list", name: "x"),
    CorpusError.unusedSlot(path: "a", line: 1, slot: "x"),
    CorpusError.frameWithoutStatement(path: "a", line: 1, frame: "x"),
    CorpusError.tooFewSentences(requested: 2, found: 1),
    ClassificationError.tooFewClasses([]), ClassificationError.tooFewClasses(["a"]),
    ClassificationError.needsVectors(head: "neural"),
    ClassificationError.otherEncoder(classifier: "a", encoder: "b"),
    ClassificationError.missingEncoder(classifier: "a", encoder: "b"),
    AnomalyError.tooFewTexts(count: 1, needed: 2), AnomalyError.noVariation,
    AnomalyError.otherEncoder(model: "a", encoder: "b"),
    AnomalyError.missingEncoder(model: "a", encoder: "b"),
    AnomalyError.unknownDetector("x", known: ["y"]),
    AnomalyError.oneKind(path: "a", normal: 1, anomalous: 0),
  ]

  @Test func `a description is a clause that names no option or command`() {
    for error in Self.errors {
      let text = "\(error)"
      #expect(text.first?.isUppercase == false && text.first != "(", "\(text)")
      #expect(!text.hasSuffix(".") && !text.contains(". "), "\(text)")
      #expect(!text.contains("--") && !text.contains("textae") && !text.contains(";"), "\(text)")
    }
  }
}
