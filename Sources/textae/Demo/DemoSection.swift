import FileFormats

/// A part of what a demo shows, for programs and for people.
struct DemoSection {
  let key: String
  let json: JSONValue
  let text: String
}
