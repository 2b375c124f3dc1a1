import FileFormats
import Synchronization

/// The warnings about one file; other tests have files of their own.
final class Warnings: Sendable {
  private let all = Mutex<[FileWarning]>([])

  init(of path: String) {
    FileWarning.observe { [self] warning in
      if warning.path == path { all.withLock { $0.append(warning) } }
    }
  }

  var found: [FileWarning] { all.withLock { $0 } }
}
