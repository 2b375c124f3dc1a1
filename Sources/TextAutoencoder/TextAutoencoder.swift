// The names that a program needs from the other modules, so that one import is enough:
//
//     import TextAutoencoder
//
//     let sentences = ["the soup was hot .", "the tea was cold .", "we took the train home ."]
//     let model = try SentenceAutoencoder.train(on: sentences, output: "mine.textae")
//     let vectors = model.embed(["the tea was hot ."])
//     let index = try SentenceIndex(sentences, embedder: model)
//     for neighbor in try index.neighbors(of: "the tea was hot .", count: 2) {
//       print(neighbor.score, neighbor.sentence)
//     }
//     print(try model.sentences(from: vectors))
//
// Later runs load the model: `try SentenceAutoencoder(contentsOf: "mine.textae")`.

@_exported import AnomalyDetection
@_exported import AutoencoderModel
@_exported import AutoencoderTraining
@_exported import Classification
@_exported import CorpusAnalysis
@_exported import DimensionReduction
@_exported import EmbeddingEvaluation
@_exported import EnglishModel
@_exported import LanguageModel
@_exported import LatentSemanticAnalysis
@_exported import LexicalSearch
@_exported import SentenceEmbedding
@_exported import SkipGram
@_exported import TensorKit
@_exported import Tokenization
@_exported import VectorSearch
