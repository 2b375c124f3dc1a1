/// Options that several commands share, or that form a section in the help of one.
public protocol OptionGroup {
  /// The heading of the section in help.
  static var title: String { get }

  /// Makes the group with nothing parsed yet.
  init()
}
