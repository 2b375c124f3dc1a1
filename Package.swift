// swift-tools-version: 6.2

import PackageDescription

let swift: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swift)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], hasGoldens: Bool = false
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
    exclude: hasGoldens ? ["Goldens"] : [], swiftSettings: swift)
}

let package = Package(
  name: "TextAutoencoder",
  platforms: [.macOS(.v26), .iOS(.v26)],
  products: [
    .library(name: "TextAutoencoder", targets: ["TextAutoencoder"]),
    .executable(name: "textae", targets: ["textae"]),
    .executable(name: "textae-bench", targets: ["textae-bench"]),
  ],
  dependencies: [],
  targets: [
    // MARK: - What several modules share

    library("DataStructures"),

    // MARK: - Numbers

    .target(name: "CTensorKernels"),
    library("TensorKit", ["CTensorKernels", "DataStructures"]),

    // MARK: - Files and text

    library("FileFormats"),
    library("Tokenization", ["DataStructures", "FileFormats"]),
    library("LanguageModel", ["DataStructures"]),

    // MARK: - Models

    library("NeuralLayers", ["DataStructures", "TensorKit"]),
    library("SentenceEmbedding", ["DataStructures", "TensorKit", "FileFormats"]),
    library(
      "AutoencoderModel",
      [
        "DataStructures", "TensorKit", "FileFormats", "Tokenization", "NeuralLayers",
        "SentenceEmbedding",
      ]),
    library(
      "AutoencoderTraining",
      [
        "DataStructures", "TensorKit", "FileFormats", "Tokenization", "NeuralLayers",
        "SentenceEmbedding", "AutoencoderModel",
      ]),
    library(
      "SkipGram",
      ["DataStructures", "TensorKit", "FileFormats", "Tokenization", "SentenceEmbedding"]),
    library(
      "LatentSemanticAnalysis",
      ["DataStructures", "TensorKit", "FileFormats", "Tokenization", "SentenceEmbedding"]),

    .target(name: "CEnglishModel", exclude: ["Model"]),
    library("EnglishModel", ["CEnglishModel", "FileFormats", "AutoencoderModel", "SkipGram"]),

    // MARK: - On top of the embedding

    library("VectorSearch", ["CTensorKernels", "DataStructures", "TensorKit", "FileFormats"]),
    library(
      "DimensionReduction",
      [
        "DataStructures", "TensorKit", "FileFormats", "NeuralLayers", "SentenceEmbedding",
        "VectorSearch",
      ]),
    library(
      "CorpusAnalysis",
      ["DataStructures", "TensorKit", "LatentSemanticAnalysis", "VectorSearch"]),
    library("Plotting", ["DataStructures"]),
    .target(name: "CReportPage", exclude: ["Page"]),
    library(
      "VisualReport",
      [
        "CReportPage", "DataStructures", "TensorKit", "FileFormats", "AutoencoderModel",
        "VectorSearch", "CorpusAnalysis", "DimensionReduction",
      ]),
    library("LexicalSearch", ["DataStructures", "TensorKit", "FileFormats", "Tokenization"]),
    library(
      "Classification",
      [
        "DataStructures", "TensorKit", "FileFormats", "NeuralLayers", "SentenceEmbedding",
        "LatentSemanticAnalysis",
      ]),
    library(
      "AnomalyDetection",
      [
        "DataStructures", "TensorKit", "FileFormats", "SentenceEmbedding", "LatentSemanticAnalysis",
      ]),
    library(
      "EmbeddingEvaluation",
      ["DataStructures", "TensorKit", "FileFormats", "SentenceEmbedding", "Classification"]),
    library(
      "TextAutoencoder",
      [
        "DataStructures", "TensorKit", "FileFormats", "Tokenization", "SentenceEmbedding",
        "AutoencoderModel", "AutoencoderTraining", "SkipGram", "LatentSemanticAnalysis",
        "EnglishModel", "VectorSearch", "LexicalSearch", "LanguageModel", "DimensionReduction",
        "CorpusAnalysis", "Classification", "AnomalyDetection", "EmbeddingEvaluation",
      ]),

    // MARK: - Command line

    library("CommandLineKit", ["DataStructures"]),
    library("LocalServer", ["FileFormats"]),
    library("BundledCorpora", ["DataStructures"]),
    .executableTarget(
      name: "textae",
      dependencies: [
        "TextAutoencoder", "CommandLineKit", "BundledCorpora", "Plotting", "VisualReport",
        "LocalServer",
      ],
      swiftSettings: swift),
    .target(name: "CAllocationCount"),
    .executableTarget(
      name: "textae-bench",
      dependencies: ["TextAutoencoder", "CommandLineKit", "CAllocationCount"],
      swiftSettings: swift),

    // MARK: - Tests

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swift),
    .target(
      name: "AutoencoderTestSupport",
      dependencies: ["AutoencoderTraining", "TestSupport"],
      path: "Tests/AutoencoderTestSupport", swiftSettings: swift),
    .target(
      name: "DamageSupport",
      dependencies: ["CAllocationCount", "TextAutoencoder", "VisualReport", "TestSupport"],
      path: "Tests/DamageSupport", swiftSettings: swift),
    tests("DataStructures"),
    tests("TensorKit", ["CTensorKernels"]),
    tests("FileFormats", ["DataStructures"], hasGoldens: true),
    tests("Tokenization", ["FileFormats"], hasGoldens: true),
    tests("NeuralLayers", ["TensorKit"], hasGoldens: true),
    tests("SentenceEmbedding"),
    tests("AutoencoderModel", ["AutoencoderTraining", "AutoencoderTestSupport"]),
    tests("AutoencoderTraining", ["AutoencoderModel", "AutoencoderTestSupport"], hasGoldens: true),
    tests("SkipGram"),
    tests("LatentSemanticAnalysis"),
    tests("EnglishModel", ["AutoencoderModel", "FileFormats", "SkipGram"]),
    tests("VectorSearch", ["CTensorKernels"], hasGoldens: true),
    tests("LexicalSearch", hasGoldens: true),
    tests("LanguageModel", ["DataStructures"], hasGoldens: true),
    tests("DimensionReduction", hasGoldens: true),
    tests("CorpusAnalysis"),
    tests("Plotting"),
    tests("VisualReport", ["DataStructures", "TensorKit", "FileFormats"]),
    tests("Classification", ["LatentSemanticAnalysis"], hasGoldens: true),
    tests("AnomalyDetection", hasGoldens: true),
    tests("EmbeddingEvaluation", ["Classification"], hasGoldens: true),
    tests("TextAutoencoder", ["BundledCorpora", "DamageSupport"]),
    tests("LocalServer", ["FileFormats"], hasGoldens: true),
    tests("CommandLineKit"),
    tests("BundledCorpora", ["Tokenization"]),
    .testTarget(
      name: "CommandLineTests", dependencies: ["textae", "TextAutoencoder", "TestSupport"],
      exclude: ["Goldens", "Faults/faults.c"], swiftSettings: swift),
  ],
  cLanguageStandard: .gnu17
)

// MARK: - Search for files that break a reader, only if asked for

if Context.environment["TEXTAE_FUZZ"] != nil {
  let fuzzer = ["-sanitize=fuzzer"]
  for target in package.targets where target.type == .regular {
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(fuzzer)]
  }
  package.targets += [
    .target(name: "CFuzzer", path: "Tests/CFuzzer"),
    .executableTarget(
      name: "textae-fuzz", dependencies: ["CFuzzer", "DamageSupport", "TestSupport"],
      path: "Tests/Fuzz", swiftSettings: swift,
      // The usual linker of Linux does not get along with the tables of the instrumentation.
      linkerSettings: [.unsafeFlags(fuzzer + ["-use-ld=lld"])]),
  ]
}
