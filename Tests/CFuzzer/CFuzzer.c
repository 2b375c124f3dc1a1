#include "CFuzzer.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

// The entry of libFuzzer for programs that have their own main.
extern int LLVMFuzzerRunDriver(
    int *count, char ***arguments, int (*attempt)(const uint8_t *bytes, size_t count));

static int (*attempt_of_format)(const uint8_t *bytes, size_t count);
static int seconds_of_attempt;

static void take_too_long(int signal) {
  (void)signal;
  static const char message[] = "an attempt took too long\n";
  ssize_t written = write(STDERR_FILENO, message, sizeof(message) - 1);
  (void)written;
  // libFuzzer then keeps the file.
  abort();
}

// Counts the work of this process: a machine that is busy with something else is no fault.
static int attempt_in_time(const uint8_t *bytes, size_t count) {
  struct itimerval limit = {.it_value = {.tv_sec = seconds_of_attempt}}, none = {0};
  setitimer(ITIMER_PROF, &limit, NULL);
  int result = attempt_of_format(bytes, count);
  setitimer(ITIMER_PROF, &none, NULL);
  return result;
}

int cf_fuzz(
    const char *corpus, const char *artifacts, int seconds, int limit,
    int (*attempt)(const uint8_t *bytes, size_t count)) {
  attempt_of_format = attempt;
  seconds_of_attempt = limit;
  signal(SIGPROF, take_too_long);
  // libFuzzer leaves signals alone that have a handler, and Swift's writes a trace where the file should be.
  const int crashes[] = {SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE};
  for (size_t index = 0; index < sizeof crashes / sizeof *crashes; index++) {
    signal(crashes[index], SIG_DFL);
  }
  char duration[64], prefix[4096];
  snprintf(duration, sizeof duration, "-max_total_time=%d", seconds);
  if (snprintf(prefix, sizeof prefix, "-artifact_prefix=%s", artifacts) >= (int)sizeof prefix) return 1;
  char *list[] = {
      "textae-fuzz", (char *)corpus, duration, prefix,
      // By the clock, for what waits without working.
      "-timeout=300", "-rss_limit_mb=1024", "-verbosity=0", "-print_funcs=0",
      "-report_slow_units=300", "-print_final_stats=1", NULL,
  };
  char **arguments = list;
  int count = sizeof list / sizeof *list - 1;
  return LLVMFuzzerRunDriver(&count, &arguments, attempt_in_time);
}
