/// The header of a NumPy file: a dictionary in Python's notation.
struct NPYHeader {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  let element: TensorElement
  /// Whether the most significant byte of a number comes first.
  let isBigEndian: Bool
  /// Whether the numbers of a column follow each other, and not those of a row.
  let isColumnMajor: Bool
  let shape: [Int]
  /// The bytes before the first number.
  let byteCount: Int

  init(_ file: MappedFile) throws(FileError) {
    guard file.count >= 10, file.bytes(0..<6) == Self.magic else {
      throw file.malformed("is no NumPy file")
    }
    let version = file.integer(at: 6, bytes: 1)
    guard (1...3).contains(version) else {
      throw .unsupportedVersion(path: file.path, found: String(version), supported: "3")
    }
    let start = version == 1 ? 10 : 12
    guard file.count >= start else {
      throw .truncated(path: file.path, expected: start, found: file.count)
    }
    byteCount = start + Int(file.integer(at: 8, bytes: start - 8))
    guard byteCount <= file.count, byteCount <= 1 << 20 else {
      throw .truncated(path: file.path, expected: byteCount, found: file.count)
    }
    var parser = NPYDictionary(bytes: file.bytes(start..<byteCount))
    guard !parser.describesRecords else {
      throw file.malformed(
        "holds records with named fields; floats are needed, as "
          + "numpy.lib.recfunctions.structured_to_unstructured gives them")
    }
    guard let fields = parser.fields(), let type = fields.type, let order = fields.order,
      let shape = fields.shape
    else { throw file.malformed("its header is damaged") }
    let elements: [Substring: TensorElement] = [
      "i1": .int8, "f2": .float16, "f4": .float32, "f8": .float64,
    ]
    guard let mark = type.first, let element = elements[type.dropFirst()],
      mark == "<" || mark == ">" || (mark == "|" && element == .int8)
    else {
      throw file.malformed(
        "holds numbers of type \(type); floats are needed, as astype('float32') gives them")
    }
    guard (1...2).contains(shape.count) else {
      throw file.malformed("has \(shape.count) dimensions; one or two are needed")
    }
    self.element = element
    isBigEndian = mark == ">"
    isColumnMajor = order && shape.count == 2
    self.shape = shape
  }

  /// A header whose row count can be written later: the length never changes.
  static func bytes(rows: Int, columns: Int, _ number: VectorNumber = .f32) -> [UInt8] {
    bytes(type: number.npyType ?? "", shape: "(\(rows), \(columns))")
  }

  /// The same for any type and shape, in Python's notation.
  static func bytes(type: String, shape: String) -> [UInt8] {
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    var bytes = magic + [1, 0]
    bytes.append(littleEndian: 118, bytes: 2)
    bytes.append(contentsOf: text.utf8)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 127 - bytes.count))
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }
}

/// A parser of the few Python literals that the header is made of.
private struct NPYDictionary {
  let bytes: [UInt8]
  var index = 0

  struct Fields {
    var type: String?
    var order: Bool?
    var shape: [Int]?
  }

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The three fields, or nil if the text is not a dictionary of just these.
  mutating func fields() -> Fields? {
    var fields = Fields()
    guard accept("{") else { return nil }
    while !accept("}") {
      guard let key = text(), accept(":") else { return nil }
      switch key {
      case "descr" where fields.type == nil: fields.type = text()
      case "fortran_order" where fields.order == nil:
        fields.order = word("True") ? true : word("False") ? false : nil
      case "shape" where fields.shape == nil: fields.shape = tuple()
      default: return nil
      }
      guard accept(",") || peek == UInt8(ascii: "}") else { return nil }
    }
    return peek == nil ? fields : nil
  }

  /// Whether the type is a list of fields with names, and so the header of a structured array.
  var describesRecords: Bool {
    var copy = self
    return copy.accept("{") && copy.text() == "descr" && copy.accept(":") && copy.accept("[")
  }

  /// The next byte that is not a space.
  private var peek: UInt8? {
    mutating get {
      while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x0A { index += 1 }
      return index < bytes.count ? bytes[index] : nil
    }
  }

  private mutating func accept(_ character: Character) -> Bool {
    guard peek == character.asciiValue else { return false }
    index += 1
    return true
  }

  private mutating func word(_ text: String) -> Bool {
    guard peek != nil, bytes[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  private mutating func text() -> String? {
    guard let quote = peek, quote == 0x27 || quote == 0x22 else { return nil }
    index += 1
    guard let end = bytes[index...].firstIndex(of: quote) else { return nil }
    defer { index = end + 1 }
    return String(validating: bytes[index..<end], as: UTF8.self)
  }

  private mutating func tuple() -> [Int]? {
    guard accept("(") else { return nil }
    var sizes: [Int] = []
    while !accept(")") {
      guard peek != nil else { return nil }
      let digits = bytes[index...].prefix { (0x30...0x39).contains($0) }
      guard let size = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
      sizes.append(size)
      index += digits.count
      // NumPy under Python 2 wrote long integers as `5L`.
      _ = accept("L")
      guard accept(",") || peek == UInt8(ascii: ")") else { return nil }
    }
    return sizes
  }
}
