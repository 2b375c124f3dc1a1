/// Rows of an Arrow file that are written together.
struct ArrowBatch {
  /// The buffers of a batch, each of which is followed by zeros up to a multiple of eight bytes.
  struct Body {
    let buffers: [[UInt8]]

    /// How many bytes they are with those zeros.
    var byteCount: Int { buffers.reduce(0) { $0 + Self.padded($1.count) } }

    static func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }
  }

  private let columns: [ArrowColumn]
  var rows = 0
  private(set) var byteCount = 0
  /// The numbers, texts or vectors of each column, behind each other.
  private var values: [[UInt8]]
  /// For each column of texts where they begin and where the last one ends, i32.
  private var offsets: [[UInt8]]

  init(_ columns: [ArrowColumn]) {
    self.columns = columns
    values = columns.map { _ in [] }
    offsets = columns.map { _ in [0, 0, 0, 0] }
  }

  mutating func append(integer: Int, to column: Int) {
    values[column].append(littleEndian: UInt64(bitPattern: Int64(integer)))
    byteCount += 8
  }

  mutating func append(text: String, to column: Int) {
    values[column] += Array(text.utf8)
    // A batch ends before its texts are too long for 31 bits, unless one alone is.
    precondition(values[column].count < 1 << 31, "a text of \(text.utf8.count) bytes")
    offsets[column].append(littleEndian: UInt64(values[column].count), bytes: 4)
    byteCount += text.utf8.count + 4
  }

  mutating func append(_ vector: Span<Float>, to column: Int) {
    guard case .vectors(let dimension) = columns[column].kind, dimension == vector.count else {
      preconditionFailure("\(vector.count) numbers for the column \(columns[column].name)")
    }
    VectorNumber.f32.append(vector, columns: dimension, to: &values[column])
    byteCount += 4 * dimension
  }

  /// The buffers. Those that would say which values are missing are empty.
  var body: Body {
    Body(
      buffers: columns.indices.flatMap { column -> [[UInt8]] in
        switch columns[column].kind {
        case .integers: [[], values[column]]
        case .texts: [[], offsets[column], values[column]]
        case .vectors: [[], [], values[column]]
        }
      })
  }

  /// The table `RecordBatch`: rows; for each column, and for the numbers in vectors, how many values there are
  /// and how many are missing; for each buffer its offset and its length.
  func header(of body: Body) -> FlatTable {
    let nodes = columns.flatMap { column -> [[Int]] in
      guard case .vectors(let dimension) = column.kind else { return [[rows, 0]] }
      return [[rows, 0], [rows * dimension, 0]]
    }
    var (places, offset): ([[Int]], Int) = ([], 0)
    for buffer in body.buffers {
      places.append([offset, buffer.count])
      offset += Body.padded(buffer.count)
    }
    return FlatTable([
      (0, .number(rows, bytes: 8)), (1, .structs(nodes)), (2, .structs(places)),
    ])
  }
}
