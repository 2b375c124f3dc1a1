// Lets one call of the system fail in a program that is started with this library in LD_PRELOAD.
//
// FAULT_CALL    write, fsync, rename, close, create: the call that fails with FAULT_ERROR, the
//               FAULT_NUMBER-th of its kind. Only regular files count, for fsync folders too.
//               full: every write fails once FAULT_NUMBER bytes have been written.
//               With FAULT_ERROR -1 the program is killed instead.
//               short: every write writes only half. interrupt: every other write is interrupted.
// FAULT_MARK    a file that is made when the fault has happened.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long calls, written;

static long setting(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

static bool is_asked(const char *call) {
  const char *asked = getenv("FAULT_CALL");
  return asked && strcmp(asked, call) == 0;
}

static void mark(void) {
  const char *path = getenv("FAULT_MARK");
  if (!path) return;
  long file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT, 0666);
  if (file >= 0) syscall(SYS_close, file);
}

static bool is_file(int number) {
  struct stat status;
  return number > 2 && fstat(number, &status) == 0 &&
         (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

// Whether this call of a kind is the one that fails.
static bool fails(const char *call) {
  if (!is_asked(call) || atomic_fetch_add(&calls, 1) + 1 != setting("FAULT_NUMBER")) return false;
  mark();
  if (setting("FAULT_ERROR") < 0) kill(getpid(), SIGKILL);
  errno = (int)setting("FAULT_ERROR");
  return true;
}

// Decides about a write of `size` bytes: how many are written, or -1 with errno.
static ssize_t allowed(int number, size_t size) {
  if (!is_file(number)) return (ssize_t)size;
  if (fails("write")) return -1;
  if (is_asked("full") && atomic_fetch_add(&written, (long)size) + (long)size > setting("FAULT_NUMBER")) {
    mark();
    errno = ENOSPC;
    return -1;
  }
  if (is_asked("interrupt") && atomic_fetch_add(&calls, 1) % 2 == 0) {
    mark();
    errno = EINTR;
    return -1;
  }
  if (is_asked("short") && size > 1) {
    mark();
    return (ssize_t)(size / 2);
  }
  return (ssize_t)size;
}

ssize_t write(int number, const void *bytes, size_t size) {
  ssize_t part = allowed(number, size);
  return part < 0 ? -1 : syscall(SYS_write, number, bytes, part);
}

static ssize_t write_at(int number, const void *bytes, size_t size, off_t offset) {
  ssize_t part = allowed(number, size);
  return part < 0 ? -1 : syscall(SYS_pwrite64, number, bytes, part, offset);
}

ssize_t pwrite(int number, const void *bytes, size_t size, off_t offset) {
  return write_at(number, bytes, size, offset);
}

ssize_t pwrite64(int number, const void *bytes, size_t size, off_t offset) {
  return write_at(number, bytes, size, offset);
}

int fsync(int number) {
  if (is_file(number) && fails("fsync")) return -1;
  return (int)syscall(SYS_fsync, number);
}

int rename(const char *from, const char *to) {
  if (fails("rename")) return -1;
  return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int close(int number) {
  bool is_failing = is_file(number) && fails("close");
  int error = errno;
  int result = (int)syscall(SYS_close, number);
  if (!is_failing) return result;
  errno = error;
  return -1;
}

static int open_file(const char *path, int flags, mode_t mode) {
  if (flags & O_CREAT && fails("create")) return -1;
  return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open_file(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open_file(path, flags | O_LARGEFILE, mode);
}
