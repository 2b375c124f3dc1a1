/// What to do to vectors after the model: center them, remove components, whiten.
public struct PostProcessingRecipe: Codable, Hashable, Sendable {
  /// Whether the mean is subtracted.
  public var center: Bool
  /// How many of the strongest components are removed.
  public var remove: Int
  /// How many components are kept and scaled to unit variance; nil for no whitening.
  public var whiten: Int?

  /// A recipe; whitening always centers, and keeps the components that follow the removed ones.
  public init(center: Bool = false, remove: Int = 0, whiten: Int? = nil) {
    self.center = center || whiten != nil
    self.remove = remove
    self.whiten = whiten
  }

  /// The vectors as they are.
  public static let none = PostProcessingRecipe()

  /// What a checksum of vectors takes in. It never changes, or saved indexes would no longer know
  /// their model.
  var identity: String {
    var parts: [String] = []
    if center { parts.append("centred") }
    if remove > 0 { parts.append("\(remove) component\(remove == 1 ? "" : "s") removed") }
    if let whiten { parts.append("whitened to \(whiten)") }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }

  /// In a few words, for tables: "centered, 5 components removed".
  public var summary: String {
    var parts: [String] = []
    if center { parts.append("centered") }
    if remove > 0 { parts.append("\(remove) component\(remove == 1 ? "" : "s") removed") }
    if let whiten { parts.append("whitened to \(whiten)") }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }
}
