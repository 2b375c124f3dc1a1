/// A rule about several parameters that a command line breaks, as facts.
enum UsageRule: Error, Equatable {
  /// There is only one model to compare, or none.
  case tooFewModels
  /// Columns were given, but not what they ask.
  case columnsWithoutKind
  /// There is no post-processing to fit.
  case nothingToFit
  /// A recipe was given, and files to choose one by.
  case recipeAndTuning
  /// The vocabulary is too small for its kind of tokens.
  case vocabularyTooSmall(size: Int, least: Int, model: String)
  /// An index would have neither vectors nor words.
  case emptyIndex
  /// Texts are to be split, but there is no model whose vectors would need it.
  case splitWithoutModel
  /// Texts are to be split, whose sentences are compared by another metric than the cosine.
  case splitWithoutCosine
  /// Texts are to be split, and their words left out, which say what belongs together.
  case splitWithoutWords
  /// Query vectors were given, and sentences.
  case vectorsAndSentences
  /// A tokenizer was given, and options for a new one.
  case tokenizerAndVocabulary
  /// A model to start from was given, and another tokenizer.
  case modelAndTokenizer
  /// There is no manual page for these words.
  case noPage(words: [String])
  /// The ending of an output stands for a format that is not written.
  case unknownEnding(String, formats: [String])
  /// The format of the output does not have these numbers.
  case numbers(String, format: String)
  /// An option says how paraphrases of a text are chosen, but there is no text.
  case optionWithoutText(String)
  /// An option says what the decoder does, which is not asked to do it; `needs` are options that ask.
  case optionWithoutDecoder(String, needs: [String])
  /// Bad rows are to be left out where there are no rows.
  case badRowsWithoutTable
  /// A column of keys is named, but no table.
  case keyWithoutTable
  /// Answers cannot be scored with this codec.
  case unreadableCodec(String)
  /// No row to be removed is named.
  case nothingToRemove
  /// What is asked is about a single model.
  case notOneModel
  /// Bad rows of vectors are to be left out, which have sentences of their own.
  case badRowsAndIDs
  case badRowsAndSentences
  /// The column of a table has neither a name nor a number.
  case emptyColumn
  /// Not one file of vectors was given but several.
  case vectorFiles(Int)
  /// A least size was given for groups that have none.
  case sizeWithoutThreshold
  /// Only one of the columns of texts and classes was given.
  case oneOfTwoColumns
  /// Word vectors were given for a baseline, and nothing to train it on.
  case wordsWithoutTraining
  /// Labels were given without their column, or the column without labels.
  case labelsWithoutColumn
  /// Labels of lines that have no columns.
  case labelsWithoutTexts
  /// The label of normal rows was given, and no column of labels.
  case normalWithoutLabels
  /// A file to choose thresholds on, and no column of labels.
  case tuningWithoutLabels
  /// An evaluation without a column of labels.
  case evaluationWithoutLabels
  /// A direction with one end only.
  case oneEndOfDirection
  /// An option was given without the one that it belongs to.
  case optionAlone(String, needs: String)
  /// An option is about words, and sentences were given.
  case optionOfWords(String)
  /// Neither three texts were given nor a direction.
  case analogyOf(Int)
  /// Not every model to average has a weight, or there are more weights.
  case weightCount(Int, models: Int)
  /// `average` has an output or writes into checkpoints.
  case averageTarget
  /// Neither two sentences were given nor none.
  case sentenceCount(Int)
}
