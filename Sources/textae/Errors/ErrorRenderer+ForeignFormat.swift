import FileFormats

extension ErrorRenderer {
  /// How to get what is needed from a file of a format that is not read.
  static func advice(_ format: ForeignFormat, for purpose: ForeignFormat.Purpose) -> String {
    let isForWords = purpose == .wordVectors || purpose == .vectors
    return switch format {
    case .pickle where isForWords:
      "in Python, gensim.models.KeyedVectors.load(\"in.kv\").save_word2vec_format(\"out.vec\") "
        + "converts what gensim saved"
    case .torch where isForWords:
      "in Python, numpy.save(\"out.npy\", torch.load(\"in.pt\").float().numpy()) converts a tensor"
    case .arrow where isForWords:
      "in Python, numpy.save(\"out.npy\", numpy.stack(pandas.read_feather(\"in.feather\")[\"vector\"])) "
        + "converts a column of vectors"
    case .wordList, .sentencePiece:
      "in Python, AutoTokenizer.from_pretrained(\"FOLDER\").save_pretrained(\"OUT\") of transformers "
        + "writes one; 'textae vocab build' makes one from a text"
    case .torch: "give the text itself"
    case .arrow:
      "in Python, pandas.read_feather(\"in.feather\").to_csv(\"out.csv\") converts it to CSV"
    case .zip where isForWords: "unpack it and give the .npy or text file inside"
    case .numpy where isForWords: "it has no words; give a file with a word before each vector"
    case .safetensors where isForWords:
      "it has no words; give a file with a word before each vector"
    case .pickle, .numpy, .safetensors: "give the text itself"
    case .zip: "save it as CSV or text"
    case .parquet: "duckdb -c \"COPY (FROM 'in.parquet') TO 'out.csv'\" converts it to CSV"
    case .pdf: "pdftotext in.pdf out.txt extracts its text"
    case .utf16: "iconv -f UTF-16 -t UTF-8 in.txt > out.txt converts it"
    case .jsonArray: "jq -c '.[]' in.json > out.jsonl writes its elements as lines"
    case .quantizedFastText, .prunedFastText:
      "give the .bin or .vec file that it was made from"
    case .packedVectors: "give it as a plain file"
    }
  }
}
