import FileFormats

/// One section of a demo, as JSON and as text.
struct DemoSection {
  let key: String
  let json: JSONValue
  let text: String
}
