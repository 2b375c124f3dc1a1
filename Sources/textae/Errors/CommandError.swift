import FileFormats
import VectorSearch

/// What a command finds wrong with its input, its output or a model, as facts.
enum CommandError: Error, Equatable {
  // Models

  /// The model has no word vectors.
  case noWordVectors(path: String)
  /// The model cannot decode vectors to text.
  case noDecoder(path: String)
  /// The decoder of the model was never trained.
  case untrainedDecoder(path: String)
  /// The model has no distribution of latents to draw from.
  case noPrior(path: String)
  /// Training cannot begin with this file or folder.
  case noStartingModel(path: String)
  /// Vectors of words were asked for, and this is an autoencoder.
  case autoencoderAsWordVectors(path: String)
  /// The model has no vector for a word; `nearest` is one of a similar spelling.
  case unknownWord(String, model: String, nearest: String?)
  /// Words that were asked for are not in the model; each has been named.
  case unknownWords(Int, model: String)

  // Indexes

  /// The index does not say which model made its vectors.
  case indexWithoutModel(index: String)
  /// The model of the index is not where the index says.
  case missingModel(index: String, path: String)
  /// The model did not make the vectors of the index.
  case otherModel(index: String, path: String)
  /// Another version of the model that comes with textae made the vectors of the index.
  case otherEnglishModel(index: String)
  /// There is no text file to search.
  case noTextFile(path: String)
  /// The model gives no distributions, which a likelihood needs.
  case notVariational(path: String)
  /// Something that a search did not make has the name of the index of a text file.
  case otherIndexInPlace(file: String, index: String)
  /// The index has no words of its sentences.
  case indexWithoutWords(index: String)
  /// The index has no vectors.
  case indexWithoutVectors(index: String)
  /// The index has no columns, so no condition can be fulfilled.
  case indexWithoutColumns(index: String)
  /// A text stands where an index is expected.
  case textAsIndex(path: String)
  /// The index has no sentences, which paraphrases are made of.
  case indexWithoutSentences(index: String)
  /// The vectors are compared by another metric, which does not mix with words.
  case hybridWithoutCosine(index: String)
  /// Percentiles of texts that were split were asked for.
  case percentileOfTexts(index: String)
  /// Rows of an index whose texts were split were to be changed.
  case changeOfSplitTexts(index: String)
  /// An index whose texts were split was to be written for another program.
  case exportOfSplitTexts(index: String)
  /// An index that the search of a text file keeps was to be changed.
  case changeOfTextIndex(index: String)
  /// A vector of a file cannot be indexed.
  case unfitVector(path: String, SearchError)
  /// What comes through a pipe cannot be copied to the temporary folder.
  case noTemporaryFile(of: String, folder: String, FileError)
  /// More came through a pipe than a table may have, in bytes.
  case longPipe(name: String, limit: Int)
  /// There was no line or vector in the input.
  case nothingToIndex(paths: [String])
  /// A sentence, a query or a word is blank, or all lines are.
  case noText(at: String)
  /// There was no sentence or vector in the input.
  case noSentences(paths: [String])
  /// The vectors from number `first` on have no sentence.
  case missingSentences(vectors: String, first: Int)
  /// There are more sentences than vectors.
  case spareSentences(vectors: String, count: Int)

  /// The number of new rows is not that of the ids that they replace.
  case rowsWithoutIDs(index: String, ids: Int)
  /// The index has columns, but the new rows are no table.
  case columnsWithoutTable(index: String, columns: [String])
  /// The vectors of a file have not as many components as those of the model.
  case otherDimension(path: String, found: Int, expected: Int)

  // Outputs

  /// The folder for the output is no folder, or not writable.
  case unwritableFolder(path: String, folder: String)
  /// There is a file where a folder is to be written.
  case fileInPlace(path: String)
  /// The output exists; whether the command could also go on with it.
  case outputExists(path: String, isResumable: Bool)
  /// The folder has files that are not those of an earlier demo.
  case foreignFolder(path: String)

  // Inputs

  /// A file of no known kind.
  case unknownFile(path: String)
  /// A sentence stands where a file is expected.
  case sentenceAsFile(String, model: String)
  /// The file has fewer than two different sentences.
  case tooFewSentences(path: String)
  /// The file has fewer than two sentences to fit a distribution to.
  case noDistribution(path: String)
  /// The file asks about sentences or words, and no model was given.
  case evaluationWithoutModel(path: String)
  /// The file has no scored pairs of sentences.
  case noScoredPairs(path: String)
  /// The corpus has too few different words for word vectors.
  case tooFewWords(corpora: [String])
  /// There is no folder of corpora at `folder` or above.
  case noCorpora(folder: String)
  /// The last line of an odd number of lines.
  case lineWithoutPartner(String)

  // Interrupts

  /// A run was stopped and can be resumed.
  case stoppedRun(output: String)
  /// A run was stopped after its training, with work left.
  case stoppedAfterTraining(output: String)
  /// A run was stopped before its first step.
  case stoppedBeforeTraining
}
