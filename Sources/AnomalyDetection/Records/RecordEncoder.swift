import DataStructures

/// Writes records of a table as sentences, one word per field, so that a text model can read them.
///
/// The word of a field is made of its number and that of its value, such as `f3v7`, of small letters and
/// digits, so that every tokenizer takes it for one word.
public struct RecordEncoder: Equatable, Sendable {
  /// The fields, in the order of the words.
  public let fields: [RecordField]

  /// Fields that have learned already.
  public init(fields: [RecordField]) { self.fields = fields }

  /// Learns from normal records, each with a value per name.
  public init(names: [String], records: [[String]]) {
    precondition(records.allSatisfy { $0.count == names.count }, "records without some field")
    fields = names.enumerated().map { column, name in
      RecordField(name: name, values: records.map { $0[column] })
    }
  }

  /// The record as a sentence.
  public func sentence(of record: [String]) -> String {
    precondition(record.count == fields.count, "\(record.count) values of \(fields.count) fields")
    return record.indices.map { field in
      "f\(field)v" + (fields[field].place(of: record[field]).map { "\($0)" } ?? "x")
    }.joined(separator: " ")
  }

  /// The fields with their values, as people read them.
  public func words(of record: [String]) -> [String] {
    zip(fields, record).map { "\($0.name)=\($1)" }
  }
}
