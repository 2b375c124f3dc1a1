import CommandLineKit
import LocalServer

extension ErrorRenderer {
  static func failure(_ error: ServerError) -> any Error {
    switch error {
    case .portInUse(let port):
      CommandFailure(
        "another program uses port \(port)", advice: "give another one with --port, or none")
    case .system: CommandFailure("\(error)")
    }
  }
}
