import CommandLineKit

extension ErrorRenderer {
  /// What users give is bad data; outputs and folders that do not suit are failures.
  static func failure(_ error: CommandError) -> any Error {
    switch error {
    case .noWordVectors(let path):
      CommandFailure(
        "this model has no word vectors", at: path,
        advice: "give one that skipgram made, or a word2vec, GloVe or fastText file",
        exitStatus: .badData)
    case .noDecoder(let path):
      CommandFailure(
        "this model cannot decode vectors to text", at: path,
        advice: "give an autoencoder that train made", exitStatus: .badData)
    case .untrainedDecoder(let path):
      CommandFailure(
        "this model was not trained to decode vectors to text", at: path,
        advice: "train one with --objective reconstruct", exitStatus: .badData)
    case .noPrior(let path):
      CommandFailure(
        "this model does not know how its vectors are distributed", at: path,
        advice: "give sentences with --like, or train one that does: --preset generate",
        exitStatus: .usage)
    case .notVariational(let path):
      CommandFailure(
        "only variational models have a likelihood", at: path,
        advice: "train one with --latent variational --objective reconstruct --objective kl",
        exitStatus: .usage)
    case .noStartingModel(let path):
      CommandFailure(
        "not a model to start from", at: path,
        advice: "give a folder that train wrote; word vectors go to --init-embeddings",
        exitStatus: .badData)
    case .autoencoderAsWordVectors(let path):
      CommandFailure(
        "an autoencoder, not vectors of words", at: path, advice: "give it to --init",
        exitStatus: .badData)
    case .unknownWord(let word, let model, let nearest):
      CommandFailure(
        "no vector for the word \"\(word)\"", at: model,
        advice: nearest.map { "did you mean \"\($0)\"?" }
          ?? "it was too rare in the training text",
        exitStatus: .badData)
    case .unknownWords(let count, let model):
      CommandFailure(
        "no vector for \(count == 1 ? "1 of the words" : "\(count) of the words")", at: model,
        advice: "they are named above; words that were rare in the training text are left out",
        exitStatus: .badData)
    case .indexWithoutModel(let index):
      CommandFailure(
        "the index has no model", at: index,
        advice: "search it with vectors, --vectors, or build it with a model")
    case .missingModel(let index, let path):
      CommandFailure(
        "the model of the index is not at \(path)", at: index,
        advice: "give its path with --model")
    case .otherModel(let index, let path):
      CommandFailure(
        "another model made the vectors of the index", at: "\(index), \(path)",
        advice: "build the index again, or give the right model with --model",
        exitStatus: .badData)
    case .otherEnglishModel(let index):
      CommandFailure(
        "another version of the English model that comes with textae made this index", at: index,
        advice: "build it anew: textae index build FILE --output \(index) --overwrite",
        exitStatus: .badData)
    case .noTextFile(let path):
      CommandFailure(
        "no such file", at: path,
        advice:
          "the file to search comes first, then the query: textae search notes.txt \"a query\"; an "
          + "index is given with --index")
    case .otherIndexInPlace(let file, let index):
      CommandFailure(
        "this is not an index that a search of \(file) made", at: index,
        advice: "search it with --index, or move it away")
    case .indexWithoutWords(let index):
      CommandFailure(
        "the index has no words", at: index,
        advice: "build it again without --no-words, or give --rank vectors")
    case .indexWithoutVectors(let index):
      CommandFailure(
        "the index has words but no vectors", at: index,
        advice: "build it again without --no-vectors, or give --rank words")
    case .indexWithoutColumns(let index):
      CommandFailure(
        "the index has no columns", at: index,
        advice: "leave out --where, or build the index of a table with --text-column")
    case .textAsIndex(let path):
      CommandFailure(
        "this is a text and not an index", at: path, advice: "give it with --like",
        exitStatus: .badData)
    case .indexWithoutSentences(let index):
      CommandFailure(
        "the index has no sentences", at: index,
        advice: "build it from sentences, or give their file with --like")
    case .hybridWithoutCosine(let index):
      CommandFailure(
        "only cosines can be mixed with scores of words", at: index,
        advice: "build the index with --metric cosine, or give --rank vectors or --rank words")
    case .percentileOfTexts(let index):
      CommandFailure(
        "there are no percentiles of texts that were split", at: index,
        advice: "leave out --percentile")
    case .changeOfSplitTexts(let index):
      CommandFailure(
        "an index whose texts were split into sentences cannot be changed", at: index,
        advice: "build it again with the new texts and --split sentences")
    case .exportOfSplitTexts(let index):
      CommandFailure(
        "several rows of this index make up a text, which other programs do not know", at: index,
        advice: "write one sentence a line and build the index without --split")
    case .changeOfTextIndex(let index):
      CommandFailure(
        "a search keeps this index beside its text, and would take the change back", at: index,
        advice: "change the text, which the next search indexes again, or build an index of your "
          + "own with 'textae index build'")
    case .unfitVector(let path, let error):
      CommandFailure("\(error)", at: path, advice: advice(error), exitStatus: .badData)
    case .noTemporaryFile(let name, let folder, let error):
      CommandFailure(
        "cannot be copied to the temporary folder: \(error.event)", at: name,
        advice: "make room in \(folder), or let TMPDIR name another folder")
    case .longPipe(let name, let limit):
      CommandFailure(
        "more than \(grouped(limit)) bytes", at: name, advice: "give a table of examples",
        exitStatus: .badData)
    case .nothingToIndex(let paths):
      CommandFailure(
        "nothing to index", at: paths.joined(separator: ", "),
        advice: "give a file with at least one line", exitStatus: .badData)
    case .noText(let place):
      CommandFailure(
        "no text", at: place, advice: "give at least one word", exitStatus: .badData)
    case .noSentences(let paths):
      CommandFailure(
        "no sentences", at: paths.joined(separator: ", "),
        advice: "give a file with at least one line", exitStatus: .badData)
    case .otherDimension(let path, let found, let expected):
      CommandFailure(
        "its vectors have \(found) components, those of the model \(expected)", at: path,
        advice: "give vectors that the same model made with embed --raw", exitStatus: .badData)
    case .missingSentences(let vectors, let first):
      CommandFailure(
        "vectors and sentences do not match", at: vectors,
        advice: "there are vectors without sentences from number \(first) on",
        exitStatus: .badData)
    case .spareSentences(let vectors, let count):
      CommandFailure(
        "vectors and sentences do not match", at: vectors,
        advice: "there are more sentences than the \(count) vectors", exitStatus: .badData)
    case .rowsWithoutIDs(let index, let ids):
      CommandFailure(
        "there are not as many rows as ids", at: index,
        advice: "give \(ids) rows; nothing was changed", exitStatus: .badData)
    case .columnsWithoutTable(let index, let columns):
      CommandFailure(
        "the index has the columns " + columns.joined(separator: ", "), at: index,
        advice: "give a table with them, and --text-column", exitStatus: .badData)
    case .unwritableFolder(let path, let folder):
      CommandFailure(
        "the output cannot be created", at: path, advice: "\(folder) must be a writable folder")
    case .fileInPlace(let path):
      CommandFailure(
        "there is a file of this name", at: path, advice: "choose another name for the folder")
    case .outputExists(let path, let isResumable):
      CommandFailure(
        "the output exists", at: path,
        advice: (isResumable ? "--resume continues it, " : "") + "--overwrite replaces it")
    case .foreignFolder(let path):
      CommandFailure(
        "the folder contains something else", at: path, advice: "name another one with --output")
    case .unknownFile(let path):
      CommandFailure(
        "not a kind of file that textae knows", at: path,
        advice: "give a model, index, tokenizer or vector file", exitStatus: .badData)
    case .sentenceAsFile(let sentence, let model):
      CommandFailure(
        "no such file", at: sentence,
        advice: "embed reads files; for one sentence: echo \"\(sentence)\" | textae embed --model "
          + "\(model) --output FILE -")
    case .tooFewSentences(let path):
      CommandFailure(
        "fewer than two different sentences", at: path,
        advice: "give the sentences to search for neighbors, one per line", exitStatus: .badData)
    case .noDistribution(let path):
      CommandFailure(
        "fewer than two sentences", at: path,
        advice: "give many sentences of the kind to generate, one per line", exitStatus: .badData)
    case .evaluationWithoutModel(let path):
      CommandFailure(
        "only documents can be ranked by their words alone", at: path,
        advice: "give a model with --model")
    case .noScoredPairs(let path):
      CommandFailure(
        "holds no scored pairs of sentences", at: path,
        advice: "give a file such as STS-B or SICK", exitStatus: .badData)
    case .tooFewWords(let corpora):
      CommandFailure(
        "--skipgram needs at least two different words", at: corpora.joined(separator: ", "),
        advice: "give more text, or --no-skipgram", exitStatus: .badData)
    case .noCorpora(let folder):
      CommandFailure(
        "no folder corpora", at: folder + " and above",
        advice: "run this inside a clone of the project, or name its folder with --corpus DIR")
    case .lineWithoutPartner(let line):
      CommandFailure(
        "this line has no partner", at: line, advice: "give an even number of lines",
        exitStatus: .badData)
    case .stoppedRun(let output):
      Interrupted(saved: "saved in \(output); the same command with --resume continues")
    case .stoppedAfterTraining(let output):
      Interrupted(saved: "\(output) is trained; the same command with --resume does the rest")
    case .stoppedBeforeTraining:
      Interrupted(saved: "no step was trained; the same command starts again")
    }
  }
}
