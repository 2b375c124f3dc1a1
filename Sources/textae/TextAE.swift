@main
enum TextAE {
  static func main() {}
}
