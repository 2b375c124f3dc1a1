/// A form in which the rows of an index are written for other programs.
public struct IndexExportFormat: Hashable, Sendable, CustomStringConvertible {
  /// The spelling in commands.
  public let name: String

  /// A form by its name; nil if there is none.
  public init?(_ name: String) {
    guard IndexExports.named(name) != nil else { return nil }
    self.name = name
  }

  private init(_ type: any IndexExport.Type) { name = type.name }

  /// All forms.
  public static var all: [IndexExportFormat] { IndexExports.all.map(IndexExportFormat.init) }

  /// What the files are, in a sentence.
  public var help: String { type.help }

  /// The name.
  public var description: String { name }

  var type: any IndexExport.Type { IndexExports.named(name) ?? NumpyExport.self }
}
