// What a program needs by name from the modules below, so that one import is enough:
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
//     print(model.sentences(from: vectors))
//
// Later runs load the model: `try SentenceAutoencoder(contentsOf: "mine.textae")`.

import Autoencoder
import EmbeddingEvaluation
import LatentSemanticAnalysis
import SentenceEmbedding
import SkipGram
import TensorKit
import Tokenization
import VectorSearch

// MARK: - Numbers and text

/// A matrix of numbers; vectors of sentences are its rows.
public typealias Matrix = TensorKit.Matrix
/// Threads that share the work of a call.
public typealias WorkerPool = TensorKit.WorkerPool
/// The number format of matrix products.
public typealias Precision = TensorKit.Precision
/// Text to token ids and back.
public typealias Tokenizer = Tokenization.Tokenizer
/// A corpus as token ids, on disk.
public typealias TokenFile = Tokenization.TokenFile
/// Makes a tokenizer from text.
public typealias VocabularyBuilder = Tokenization.VocabularyBuilder

// MARK: - Models

/// Anything that turns sentences into vectors.
public typealias SentenceEmbedder = SentenceEmbedding.SentenceEmbedder
/// A trained autoencoder: sentences to vectors, and vectors back to sentences.
public typealias SentenceAutoencoder = Autoencoder.SentenceAutoencoder
/// A change to vectors that makes their cosines tell more.
public typealias PostProcessing = SentenceEmbedding.PostProcessing
/// What a post-processing does: center, remove components, whiten.
public typealias PostProcessingRecipe = SentenceEmbedding.PostProcessingRecipe
/// A model whose weights another training begins with.
public typealias PretrainedModel = Autoencoder.PretrainedModel
/// The sizes of an autoencoder.
public typealias Architecture = Autoencoder.Architecture
/// How an autoencoder is trained.
public typealias TrainingOptions = Autoencoder.TrainingOptions
/// What a training tells while it works.
public typealias TrainingEvents = Autoencoder.TrainingEvents
/// How tokens are drawn when a sentence is written by chance.
public typealias TokenSampler = Autoencoder.TokenSampler
/// Another wording of a sentence.
public typealias Paraphrase = Autoencoder.Paraphrase
/// How wordings are looked for.
public typealias ParaphraseOptions = Autoencoder.ParaphraseOptions
/// Word vectors of skip-gram with negative sampling.
public typealias SkipGramModel = SkipGram.SkipGramModel
/// How skip-gram is trained.
public typealias SkipGramConfiguration = SkipGram.SkipGramConfiguration
/// How word vectors become the vector of a sentence.
public typealias WordPooling = SkipGram.WordPooling
/// Sentences as means of word vectors.
public typealias MeanEmbedder = SkipGram.MeanEmbedder
/// Sentences as weighted means of word vectors, in which frequent words weigh less.
public typealias SIFEmbedder = SkipGram.SIFEmbedder
/// TF-IDF weights with or without LSA vectors.
public typealias LSAModel = LatentSemanticAnalysis.LSAModel
/// TF-IDF weights, which compare sentences by the words they share.
public typealias TFIDFModel = LatentSemanticAnalysis.TFIDFModel

// MARK: - Search

/// Something that finds the vectors nearest to a query.
public typealias VectorIndex = VectorSearch.VectorIndex
/// Vectors in memory, searched exactly.
public typealias FlatIndex = VectorSearch.FlatIndex
/// Correlation of two series of scores.
public typealias Correlation = EmbeddingEvaluation.Correlation
