import CEnglishModel
import FileFormats

extension ModelInTheBox {
  /// All files that are compiled in, by their paths in the folder of the model.
  static let files: [EmbeddedFile] = {
    var files: [EmbeddedFile] = []
    while true {
      let file = unsafe em_file_at(files.count)
      // The last one has neither name nor bytes. The others are constants of the program.
      guard let name = unsafe file.name, let bytes = unsafe file.bytes else { return files }
      files.append(
        unsafe EmbeddedFile(name: String(cString: name), start: bytes, count: file.count))
    }
  }()
}
