@main
enum TextAEBench {
  static func main() {}
}
