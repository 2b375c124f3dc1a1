// Products of one query with many stored vectors, for search over compressed vectors.
//
// Row i of `count` rows begins at rows + (ids ? ids[i] : i) × stride bytes; nothing is said about
// its alignment. The caller has checked every id. Integers are exact, so all paths agree; sums of
// floats run in the lanes of `ck_kernels.dot`, so all paths give the same bits.

#ifndef CSEARCHKERNELS_H
#define CSEARCHKERNELS_H

#include <stddef.h>
#include <stdint.h>

enum {
  /// Rows of bytes are padded with zeros to a multiple of this many.
  CK_SEARCH_BYTES = 16,
  /// The bits of a component of a query that is compared with rows of bits.
  CK_SEARCH_PLANES = 4,
};

/// Where the rows are that a query is compared with.
typedef struct ck_rows {
  const void *start;
  size_t stride;        // bytes
  const uint32_t *ids;  // null for rows 0 ..< count
  size_t count;
} ck_rows;

typedef struct ck_search {
  /// "reference", "avx2", "avx512", "avx512vnni" or "neon".
  const char *name;
  /// Σ query[j] row[j] over n floats.
  void (*f32)(const float *query, ck_rows rows, size_t n, float *products);
  /// The same for rows of IEEE halves.
  void (*f16)(const float *query, ck_rows rows, size_t n, float *products);
  /// The same for rows of bfloat16.
  void (*bf16)(const float *query, ck_rows rows, size_t n, float *products);
  /// Σ query[j] row[j] over n bytes −127 ... 127, n a multiple of CK_SEARCH_BYTES below 2^16.
  void (*int8)(const int8_t *query, ck_rows rows, size_t n, int32_t *products);
  /// Σ 2^p popcount(plane p and row) over CK_SEARCH_PLANES planes, `words` words each, that follow
  /// each other in `planes`.
  void (*bits)(const uint64_t *planes, ck_rows rows, size_t words, int32_t *products);
} ck_search;

/// Asks for the bytes of a row that is soon compared.
static inline void ck_fetch(const void *row, size_t bytes) {
  for (size_t offset = 0; offset < bytes; offset += 64)
    __builtin_prefetch((const char *)row + offset);
}

/// Turns products of bytes into scores: each row has its scale, a float, at byte `offset`.
void ck_scale_products(ck_rows rows, size_t offset, const int32_t *products, float scale,
                       float *scores);

/// What products of bits stand for: component i of the query is least + step × level i.
typedef struct ck_levels {
  float least, step;
  float sum;       // of the components
  float constant;  // added to every score
} ck_levels;

/// Turns products of bits into scores: each row has three floats at byte `offset`, a factor, a
/// summand and the number of its ones.
void ck_estimate_products(ck_rows rows, size_t offset, const int32_t *products, ck_levels levels,
                          float *scores);

/// The table of the path that `ck_active` has chosen.
const ck_search *ck_search_active(void);
/// The table of one name, or null if it does not run here.
const ck_search *ck_search_named(const char *name);

#endif
