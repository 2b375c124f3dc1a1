import FileFormats

/// The first 512 bytes of an index of words, numbers little-endian:
///
///     0    8 bytes   TEXTAEWX
///     8    u32       version of the format, 1
///     12   u32       flags: 1 texts, 2 groups of sentences
///     16   u64       number of documents
///     24   u64       number of terms
///     32   u64       number of words in all documents
///     40   u64       0
///     48   u64       number of sections, at most 12
///     56   sections  u64 tag, offset, length, checksum each
///     504  u64       checksum of the 504 bytes before
///
/// Sections follow in order without gaps; the last one ends the file. Checksums are xxHash64.
struct LexicalHeader: Equatable {
  static let byteCount = 512
  static let magic = Array("TEXTAEWX".utf8)
  static let version = 1
  static let maximumSections = 12
  /// The most documents allowed, so that their numbers and offsets fit 32 bits.
  static let maximumDocuments = 1 << 30

  /// What a section holds.
  enum Tag: UInt64, CaseIterable {
    /// The blocks of postings of all terms; see ``PostingBlock``.
    case postings = 1
    /// A ``TermRecord`` for each term in the order of their bytes, and one more for the ends.
    case records = 2
    /// The terms, UTF-8, with nothing between them.
    case terms = 3
    /// A ``BlockEntry`` for each block of the terms that have more than one.
    case blocks = 4
    /// The number of words of every document: [documents] u32.
    case lengths = 5
    /// The length of the TF-IDF vector of every document: [documents] floats.
    case norms = 6
    /// Where the text of each document begins, and where the last one ends: [documents + 1] u64.
    case offsets = 7
    /// The texts, UTF-8, with nothing between them.
    case text = 8
    /// The number of the first vector of each document, and that of all: [documents + 1] u64.
    case groups = 9
    /// The name of the stemmer, UTF-8.
    case stemmer = 10
  }

  /// Where a part of the file is.
  struct Section: Equatable {
    let tag: Tag
    let offset: Int
    let length: Int
    let checksum: UInt64

    var end: Int { offset + length }
  }

  var hasTexts = false
  var hasGroups = false
  var documents = 0
  var terms = 0
  /// The number of words in all documents.
  var words = 0
  var sections: [Section] = []

  func section(_ tag: Tag) -> Section? { sections.first { $0.tag == tag } }

  /// The sections that an index of this kind has.
  var tags: [Tag] {
    Tag.allCases.filter {
      switch $0 {
      case .offsets, .text: hasTexts
      case .groups: hasGroups
      default: true
      }
    }
  }

  /// The header as the bytes of a file.
  var bytes: [UInt8] {
    var bytes = Self.magic
    bytes.append(littleEndian: UInt64(Self.version), bytes: 4)
    bytes.append(littleEndian: (hasTexts ? 1 : 0) | (hasGroups ? 2 : 0), bytes: 4)
    for number in [documents, terms, words] { bytes.append(littleEndian: UInt64(number)) }
    bytes.append(littleEndian: UInt64(0))
    bytes.append(littleEndian: UInt64(sections.count))
    for section in sections {
      bytes.append(littleEndian: section.tag.rawValue)
      bytes.append(littleEndian: UInt64(section.offset))
      bytes.append(littleEndian: UInt64(section.length))
      bytes.append(littleEndian: section.checksum)
    }
    bytes += [UInt8](repeating: 0, count: Self.byteCount - 8 - bytes.count)
    bytes.append(littleEndian: Checksum.of(bytes))
    return bytes
  }
}
