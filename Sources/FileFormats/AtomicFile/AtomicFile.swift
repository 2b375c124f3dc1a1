import Foundation

/// What to do if an output exists already.
public enum ExistingFile: Sendable {
  /// Throw `FileError.alreadyExists`.
  case refuse
  /// Put the new file in its place once it is complete.
  case replace
}

/// A file that appears under its name only when it is complete.
///
///     let file = try AtomicFile(path: "vectors.npy", existing: .refuse)
///     try file.write(bytes)
///     try file.commit()
///
/// Written beside its destination, synced and renamed into place by `commit`; without it nothing is
/// left behind. A killed process leaves at most the temporary file, which the next one that writes
/// the same name removes. `-`, pipes and devices cannot be replaced and are written straight.
/// Not safe to share between threads.
public final class AtomicFile {
  /// The path as it was given, `standard output` for `-`.
  public let path: String
  /// Whether bytes already written can be rewritten before `commit`.
  public let isSeekable: Bool
  /// How many bytes have been written.
  public internal(set) var count = 0

  let file: FileDescriptor
  /// The temporary file and where it goes, unless the output is written straight.
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
    path: String, existing: ExistingFile = .replace, spooling: Bool = false
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

  /// Puts other bytes in the place of bytes written before.
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

  /// Makes the file complete: everything on the disk, under its name.
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

  /// Gives the file up; nothing is left of it.
  public func discard() {
    guard !isFinished else { return }
    isFinished = true
    destination?.removeTemporary()
  }

  /// Writes what is buffered, for outputs that someone reads meanwhile.
  public func flush() throws(FileError) {
    guard !buffer.isEmpty else { return }
    defer { buffer.removeAll(keepingCapacity: true) }
    try file.write(buffer.span)
  }

  /// A size limit of the process raises a signal that would end it; ignored, the write fails with
  /// an error that can be reported.
  private static let ignoreSizeLimitSignal: Void = {
    signal(SIGXFSZ, SIG_IGN)
  }()
}
