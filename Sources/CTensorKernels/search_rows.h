#ifndef CK_SEARCH_ROWS_H
#define CK_SEARCH_ROWS_H

#include "CSearchKernels.h"

/// The first byte of row i.
static inline const unsigned char *row_at(ck_rows rows, size_t i) {
  return (const unsigned char *)rows.start + (rows.ids ? rows.ids[i] : i) * rows.stride;
}

#endif
