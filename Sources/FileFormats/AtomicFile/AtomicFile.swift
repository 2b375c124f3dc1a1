import Foundation

/// A file that appears under its name only when it is complete.
///
///     let file = try AtomicFile(path: "vectors.npy", existing: .refuse)
///     try file.write(bytes)
///     try file.commit()
///
/// It is written beside its destination, then synced and renamed into place by `commit`; without
/// `commit` nothing is left behind. A killed process leaves at most the temporary file, which the
/// next writer of the same name removes. `-`, pipes and devices are written directly.
/// Not safe to share between threads.
public final class AtomicFile {
  /// The path as it was given, `standard output` for `-`.
  public let path: String
  /// Whether bytes already written can be rewritten before `commit`.
  public let isSeekable: Bool
  /// How many bytes have been written.
  public internal(set) var count = 0

  let file: FileDescriptor
  /// The temporary file and where it goes, unless the output is written directly.
  private let destination: Destination?
  /// The pipe or device that `file` is copied to when it is complete.
  private let straight: FileDescriptor?
  private(set) var isFinished = false
  var buffer: [UInt8] = []

  static let bufferSize = 1 << 18

  /// Begins a file.
  ///
  /// With `spooling`, what goes to a pipe or device is kept in a temporary file until `commit`, so
  /// that it can be rewritten like any other.
  /// - Throws: `FileError`, `alreadyExists` among others.
  public init(
    path: String, existing: OverwritePolicy = .replace, spooling: Bool = false
  ) throws(FileError) {
    Self.ignoreSizeLimitSignal
    if path == "-" || Destination.isStraight(path) {
      let output: FileDescriptor =
        path == "-"
        ? .standardOutput : try .opened(path, O_WRONLY | O_CLOEXEC, operation: "open")
      file = spooling ? try SpoolFile.unnamed(besides: path) : output
      straight = spooling ? output : nil
      destination = nil
      self.path = output.path
    } else {
      let place = try Destination(path: path, existing: existing)
      file = try place.makeTemporary()
      straight = nil
      destination = place
      self.path = path
    }
    isSeekable = destination != nil || spooling
  }

  deinit {
    discard()
  }

  /// Appends bytes.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    try write(bytes.span)
  }

  /// Appends the UTF-8 bytes of a text.
  public func write(_ text: String) throws(FileError) {
    try write(Array(text.utf8))
  }

  /// Overwrites bytes that were written before.
  ///
  /// - Throws: `FileError.notSeekable` on a pipe or a device.
  public func rewrite(_ bytes: [UInt8], at offset: Int) throws(FileError) {
    precondition(
      offset >= 0 && offset + bytes.count <= count,
      "bytes \(offset) ..< \(offset + bytes.count) of \(count)")
    guard isSeekable else { throw .notSeekable(path: path) }
    try flush()
    try file.write(bytes.span, at: offset)
  }

  /// Completes the file: all of it is on disk, under its name.
  public func commit() throws(FileError) {
    precondition(!isFinished, "\(path) was finished before")
    try flush()
    if let destination {
      try file.synchronize()
      try destination.install()
    }
    if let straight { try file.copy(to: straight) }
    isFinished = true
  }

  /// Abandons the file and removes what was written.
  public func discard() {
    guard !isFinished else { return }
    isFinished = true
    destination?.removeTemporary()
  }

  /// Writes what is buffered, for outputs that are read meanwhile.
  public func flush() throws(FileError) {
    guard !buffer.isEmpty else { return }
    defer { buffer.removeAll(keepingCapacity: true) }
    try file.write(buffer.span)
  }

  /// Ignores the signal of a file size limit, which would end the process; the write then fails
  /// with an error that can be reported.
  private static let ignoreSizeLimitSignal: Void = {
    signal(SIGXFSZ, SIG_IGN)
  }()
}
