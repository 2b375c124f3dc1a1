import Foundation

extension FileDescriptor {
  /// Reads up to `buffer.count` bytes; zero at the end of the file.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      // The system writes at most buffer.count bytes from the start of the buffer.
      let count = unsafe Foundation.read(number, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw FileError(code: errno, path: path, operation: "read") }
    }
  }

  /// Whether a read would wait: a pipe or terminal that is open and has nothing to read now.
  package var wouldWait: Bool {
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    // One request, which outlives the call; a failure counts as something to read, which tells it.
    return unsafe poll(&request, 1, 0) == 0
  }

  /// Reads into the elements of the array from `start` on; zero at the end of the file.
  package func read(into array: inout [UInt8], from start: Int = 0) throws(FileError) -> Int {
    precondition(start <= array.count, "start \(start) of \(array.count)")
    // The slice ends with the array and does not leave the closure.
    return try unsafe array.withUnsafeMutableBufferPointer { buffer throws(FileError) in
      let rest = unsafe UnsafeMutableBufferPointer(rebasing: buffer[start...])
      return try unsafe read(into: UnsafeMutableRawBufferPointer(rest))
    }
  }

  /// Fills the span from `offset` on; a file that ends before is `truncated`.
  package func read(at offset: Int, into span: inout MutableRawSpan) throws(FileError) {
    // The buffer of the span does not leave the closure.
    try unsafe span.withUnsafeMutableBytes { buffer throws(FileError) in
      try unsafe read(at: offset, into: buffer)
    }
  }

  /// The bytes in a range; a file that ends before is `truncated`.
  package func bytes(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    // The buffer is that of the array and does not leave the closure.
    try unsafe bytes.withUnsafeMutableBufferPointer { buffer throws(FileError) in
      try unsafe read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(buffer))
    }
    return bytes
  }

  /// The next bytes of a regular file, at most `count`, which stay unread; none of a pipe.
  func upcoming(_ count: Int) throws(FileError) -> [UInt8] {
    let position = lseek(number, 0, SEEK_CUR)
    let status = try status()
    guard status.kind == .regular, position >= 0 else { return [] }
    return try bytes(Int(position)..<max(Int(position), min(Int(position) + count, status.size)))
  }

  /// Fills the buffer from `offset` on; a file that ends before is `truncated`.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) {
    var done = 0
    while done < buffer.count {
      // Every read stays inside the buffer.
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = unsafe pread(number, rest.baseAddress, rest.count, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError(code: errno, path: path, operation: "read") }
      guard count > 0 else {
        throw .truncated(path: path, expected: offset + buffer.count, found: offset + done)
      }
      done += count
    }
  }

  /// Writes all bytes at the current position, or at `offset` if one is given.
  package func write(_ bytes: Span<UInt8>, at offset: Int? = nil) throws(FileError) {
    // The buffer is that of the span and is only read.
    try unsafe bytes.withUnsafeBytes { buffer throws(FileError) in
      try unsafe write(buffer, at: offset)
    }
  }

  package func write(_ buffer: UnsafeRawBufferPointer, at offset: Int? = nil) throws(FileError) {
    var done = 0
    while done < buffer.count {
      // The slice starts and ends inside the buffer.
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
      let count =
        if let offset {
          unsafe pwrite(number, rest.baseAddress, rest.count, off_t(offset + done))
        } else {
          unsafe Foundation.write(number, rest.baseAddress, rest.count)
        }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw FileError(code: count == 0 ? ENOSPC : errno, path: path, operation: "write")
      }
      done += count
    }
  }

  package func status() throws(FileError) -> FileStatus {
    var raw = stat()
    // `fstat` fills the structure, which outlives the call.
    guard unsafe fstat(number, &raw) == 0 else {
      throw FileError(code: errno, path: path, operation: "examine")
    }
    return FileStatus(raw)
  }

  /// Whether a path exists, and as what; links are followed.
  package static func status(of path: String) -> FileStatus? {
    var raw = stat()
    // `stat` fills the structure, which outlives the call.
    guard unsafe stat(path, &raw) == 0 else { return nil }
    return FileStatus(raw)
  }

  /// The path with every link on the way followed, or nil if it leads nowhere.
  package static func resolved(_ path: String) -> String? {
    // `realpath` with a null second argument allocates the string, which is freed here.
    guard let text = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }
}

extension FileDescriptor {
  /// Removes a file; it is not an error if there is none.
  package static func remove(_ path: String) {
    // The path is passed as a C string that lives as long as the call.
    _ = unsafe unlink(path)
  }

  /// Removes a folder if there is nothing in it.
  package static func removeEmptyFolder(_ path: String) {
    // The path is passed as a C string that lives as long as the call.
    _ = unsafe rmdir(path)
  }

  /// Makes a folder, with the permissions that the umask leaves; false if the name is in use.
  package static func makeFolder(_ path: String, shownAs shown: String) throws(FileError) -> Bool {
    guard !path.utf8.contains(0) else { throw .notFound(path: shown) }
    // The path is passed as a C string that lives as long as the call.
    if unsafe mkdir(path, 0o777) == 0 { return true }
    if errno == EEXIST { return false }
    throw FileError(code: errno, path: shown, operation: "make the folder")
  }

  /// Renames a file and replaces whatever had that name.
  package static func rename(_ path: String, to target: String) throws(FileError) {
    // Both paths are passed as C strings that live as long as the call.
    guard unsafe Foundation.rename(path, target) == 0 else {
      throw FileError(code: errno, path: target, operation: "rename into place")
    }
  }
}

extension FileStatus {
  fileprivate init(_ raw: stat) {
    kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      default: .other
      }
    size = Int(raw.st_size)
    mode = raw.st_mode & 0o7777
    linkCount = Int(raw.st_nlink)
    #if canImport(Darwin)
      let time = raw.st_mtimespec
    #else
      let time = raw.st_mtim
    #endif
    // A time that no clock shows wraps around; it is only compared.
    modified = Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
  }
}

extension FileDescriptor {
  /// Opens a path with the system's flags; a new file gets the permissions that the umask leaves.
  package static func opened(
    _ path: String, _ flags: Int32, operation: String, shownAs shown: String? = nil
  ) throws(FileError) -> FileDescriptor {
    let shown = shown ?? path
    guard !path.utf8.contains(0) else { throw .notFound(path: shown) }
    while true {
      // The path is passed as a C string that lives as long as the call.
      let number = unsafe open(path, flags, 0o666)
      if number >= 0 { return FileDescriptor(number: number, path: shown) }
      if errno != EINTR { throw FileError(code: errno, path: shown, operation: operation) }
    }
  }
}
