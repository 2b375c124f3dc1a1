// The files of the English model that comes with the package, compiled in.

#ifndef C_ENGLISH_MODEL_H
#define C_ENGLISH_MODEL_H

#include <stddef.h>

/// A file of the model.
typedef struct {
  /// The path below the folder of the model, such as `words/config.json`; ends with a zero byte.
  const char *name;
  /// The content, which lies in the program itself and is never changed or freed.
  const unsigned char *bytes;
  /// How many bytes there are.
  size_t count;
} em_file;

/// The file of a number, counted from 0; one without a name after the last.
em_file em_file_at(size_t number);

#endif
