/// One wording of a frame: literal text and slots, and parts that depend on an optional slot.
struct Template {
  enum Mood: String { case say, ask }

  struct Piece {
    enum Content {
      case literal([UInt8])
      case slot(Int, WordForm)
    }
    let content: Content
    /// The optional slot that must be filled for this piece; nil if it is always there.
    let onlyIfFilled: Int?
  }

  let mood: Mood
  let pieces: [Piece]
}
