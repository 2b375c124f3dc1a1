// The sources of the page that shows a report, compiled in.

#ifndef C_REPORT_PAGE_H
#define C_REPORT_PAGE_H

#include <stddef.h>

/// A source of the page.
typedef struct {
  /// The name, such as `page.css`; ends with a zero byte.
  const char *name;
  /// The content, which lies in the program itself and is never changed or freed.
  const unsigned char *bytes;
  /// How many bytes there are.
  size_t count;
} rp_file;

/// The file of a number, counted from 0; one without a name after the last.
rp_file rp_file_at(size_t number);

#endif
