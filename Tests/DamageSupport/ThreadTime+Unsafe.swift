import Foundation

/// The time that a thread has worked, whatever else the machine does.
package enum ThreadTime {
  /// Seconds of the calling thread.
  package static var seconds: Double {
    var time = timespec()
    // The system writes the time, which outlives the call.
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
