import Dispatch
import FileFormats

extension Tokenizer {
  /// The ids of a sentence, with the special tokens around it; the last one is `eosID`.
  ///
  /// This is exactly what an encoder reads. Any text is valid, even an empty one; a special token
  /// spelled out in the text, like `</s>`, becomes that token.
  public func encode(_ text: String) -> [UInt32] {
    var ids: [UInt32] = []
    encode(utf8: text.utf8.span, into: &ids)
    return ids
  }

  /// The ids of each sentence, computed by several threads; zero means one per core.
  ///
  /// - Complexity: O(n) in the bytes of text, O(n log n) in the length of a single word.
  public func encode(_ sentences: [String], threads: Int = 0) -> [[UInt32]] {
    let workers = Workers.count(threads, limit: (sentences.count + 255) / 256)
    guard workers > 1 else { return sentences.map(encode) }
    return Workers.map(sentences.count, threads: workers) { range in
      let session = self
      return session.core.withScratch { scratch in
        sentences[range].map { text in
          var ids: [UInt32] = []
          _ = session.core.encode(
            text.utf8.span, maximumLength: .max, &scratch, into: &ids)
          return ids
        }
      }
    }
  }

  /// Appends the ids of a sentence of any bytes; those that are not UTF-8 become U+FFFD.
  ///
  /// - Returns: Whether the sentence was cut to `maximumLength` tokens, not counting `</s>`.
  @discardableResult
  package func encode(
    utf8 bytes: Span<UInt8>, maximumLength: Int = .max, into ids: inout [UInt32]
  ) -> Bool {
    core.withScratch { core.encode(bytes, maximumLength: maximumLength, &$0, into: &ids) }
  }
}

extension Tokenizer {
  /// The normalized words of a text before the model sees them, without literal special tokens.
  public func words(of text: String) -> [String] {
    var words: [String] = []
    core.withScratch { scratch in
      core.forEachWord(in: text.utf8.span, &scratch) { (view, word, _) in
        var bytes = view.withSpan(word) { [UInt8]($0) }
        if case .metaspace = core.preTokenizer, bytes.starts(with: Metaspace.mark) {
          bytes.removeFirst(Metaspace.mark.count)
        }
        if !bytes.isEmpty { words.append(String(decoding: bytes, as: UTF8.self)) }
      } special: { (_, _) in
      }
    }
    return words
  }
}

extension Tokenizer {
  /// Encodes many sentences one after the other with buffers of its own: one for each thread.
  package struct Session: ~Copyable {
    private let core: TokenizerCore
    private var scratch = EncodingScratch()

    /// Begins a session.
    package init(_ tokenizer: Tokenizer) {
      core = tokenizer.core
    }

    /// The same as `Tokenizer.encode(utf8:maximumLength:into:)`.
    @discardableResult
    package mutating func encode(
      utf8 bytes: Span<UInt8>, maximumLength: Int = .max, into ids: inout [UInt32]
    ) -> Bool {
      core.encode(bytes, maximumLength: maximumLength, &scratch, into: &ids)
    }
  }
}
