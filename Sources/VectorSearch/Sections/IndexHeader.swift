import FileFormats
import TensorKit

/// The first 512 bytes of an index in a single file, as earlier versions wrote it; it is only read.
/// Numbers are little-endian:
///
///     0    8 bytes   TEXTAEIX
///     8    u32       version of the format, 1
///     12   u32       kind, 0: all components in single precision
///     16   u32       metric: 0 cosine, 1 dot, 2 l2
///     20   u32       flags: 1 sentences, 2 a model
///     24   u64       number of vectors
///     32   u64       components of a vector
///     40   f64       the length of the longest vector
///     48   u64       checksum of the model
///     56   u64       number of sections, at most 12
///     64   sections  u64 tag, offset, length, checksum each
///     504  u64       checksum of the 504 bytes before
///
/// Sections follow in order, each at a multiple of 64 bytes with zeros before it; the last one ends
/// the file. Checksums are xxHash64.
struct IndexHeader: Equatable {
  static let byteCount = 512
  static let magic = Array("TEXTAEIX".utf8)
  static let version = 1
  static let alignment = 64
  static let maximumSections = 12
  static let maximumDimension = 1 << 20
  /// The most vectors allowed, so that no offset of a section can overflow.
  static let maximumCount = 1 << 40

  /// What a section holds.
  enum Tag: UInt64, CaseIterable {
    /// The vectors, [count × dimension] floats.
    case vectors = 1
    /// Half the square of every vector's length, [count] floats; only for the metric l2.
    case halfSquaredNorms = 2
    /// Where each sentence begins in the text, and where the last one ends: [count + 1] u64.
    case offsets = 3
    /// The sentences, UTF-8, with nothing between them.
    case text = 4
    /// The path of the model, UTF-8.
    case modelPath = 5
  }

  /// Where a part of the file is.
  struct Section: Equatable {
    let tag: Tag
    let offset: Int
    let length: Int
    let checksum: UInt64

    var end: Int { offset + length }
  }

  var metric = Metric.cosine
  var hasSentences = false
  var modelChecksum: UInt64?
  var count = 0
  var dimension = 0
  var largestNorm = 0.0
  var sections: [Section] = []

  func section(_ tag: Tag) -> Section? {
    sections.first { $0.tag == tag }
  }
}

extension Metric {
  /// The number that stands for the metric in a file.
  var code: UInt32 {
    switch self {
    case .cosine: 0
    case .dot: 1
    case .l2: 2
    }
  }
}
