/// Names that are numbered from 0, such as those of classes.
package struct NumberedNames: Sendable {
  /// The names, each once.
  package let names: [String]
  private let numbers: [UTF8Key: Int]

  /// Names in a given order; of equal ones the first counts.
  package init(_ names: [String]) {
    self.names = names
    numbers = Dictionary(
      names.enumerated().map { (UTF8Key($1), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The different names of a list, in the order of their bytes.
  package init(sorting names: some Sequence<String>) {
    self.init(Set(names.map(UTF8Key.init)).sorted().map(\.text))
  }

  /// The number of a name; nil if it is none of them.
  package func number(of name: String) -> Int? { numbers[UTF8Key(name)] }
}
