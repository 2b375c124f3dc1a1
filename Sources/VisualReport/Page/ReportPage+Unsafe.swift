import CReportPage
import FileFormats

extension ReportPage {
  /// The sources of the page, which are compiled in.
  static let files: [EmbeddedFile] = {
    var files: [EmbeddedFile] = []
    while true {
      let file = unsafe rp_file_at(files.count)
      // The last one has neither name nor bytes. The others are constants of the program.
      guard let name = unsafe file.name, let bytes = unsafe file.bytes else { return files }
      files.append(
        unsafe EmbeddedFile(name: String(cString: name), start: bytes, count: file.count))
    }
  }()
}
