import Foundation

extension Pipe {
  init(path: String) throws(FileError) {
    var ends: [Int32] = [-1, -1]
    // The system writes two numbers into the array of two.
    guard unsafe Foundation.pipe(&ends) == 0 else {
      throw FileError(code: errno, path: path, operation: "make a pipe to a program")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = FileDescriptor(number: ends[0], path: path)
    writing = FileDescriptor(number: ends[1], path: path)
  }
}

extension Decompressor {
  /// Starts a program found in the search path with its three standard files.
  static func spawn(
    _ words: [String], input: Int32, output: Int32, messages: Int32, path: String
  ) throws(FileError) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    // Both structures are initialized before and destroyed after their only use.
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, messages, 2)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    // The copies of the words end with a null pointer and are freed after the call.
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawnp(
      &process, words[0], &actions, &attributes, &arguments, environ)
    guard code == 0 else {
      throw code == ENOENT
        ? .missingProgram(path: path, program: words[0])
        : FileError(code: code, path: path, operation: "start \(words[0])")
    }
    return process
  }

  /// The exit status of a child once it has ended, or 128 plus the signal that ended it.
  static func wait(for process: pid_t) -> Int32 {
    var status: Int32 = 0
    // `waitpid` writes the status, which outlives the call.
    while unsafe waitpid(process, &status, 0) < 0 {
      if errno != EINTR { return -1 }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
