// Products of rows of bytes with weights in bytes: the recurrent products of an encoder in 8 bits.
//
// A number x of −1 ... 1, such as the output of an LSTM, becomes round(127 x) + 128, which is never
// 0. A column of weights has its own scale, its largest number over 127, as in the model files of 8
// bits. Sums of bytes are exact, and the one step from a sum to a float is written out, so all paths
// give the same bits.

#ifndef CBYTEKERNELS_H
#define CBYTEKERNELS_H

#include <stddef.h>
#include <stdint.h>

enum {
  /// Columns of a panel of weights.
  CK_BYTE_COLUMNS = 16,
  /// The depth is packed in multiples of this; at most CK_LARGEST_BYTE_DEPTH, so that no sum
  /// overflows.
  CK_BYTE_STEP = 4,
  CK_LARGEST_BYTE_DEPTH = 65536,
};

/// Weights B[depth × columns] in bytes of −127 ... 127, in panels of 16 columns, each
/// [depth / 4][16][4]. Columns and depth that fill up the last panel and step are zeros.
typedef struct ck_byte_weights {
  const int8_t *panels;
  /// For each column: what a product of two bytes stands for, ready for bytes of the left operand.
  const float *scales;
  /// For each column: 128 Σ of its bytes, the zero-point compensation: what the offset of the left
  /// bytes adds to every sum.
  const int32_t *compensation;
  size_t depth;  // a multiple of CK_BYTE_STEP
} ck_byte_weights;

typedef struct ck_bytes {
  /// "reference", "avx2" or "avx512vnni".
  const char *name;
  /// bytes[i] = round(127 x[i]) + 128, to even, for n numbers, which are cut to −1 ... 1.
  void (*round)(const float *x, size_t n, uint8_t *bytes);
  /// C[r][c] += scale(c) Σ (left[r][k] − 128) B[k][c], fused into one rounding after that of the
  /// sum to a float. `weights` begin at the panel of the first column. `left_stride` is in bytes,
  /// `stride` in floats.
  void (*multiply)(size_t rows, size_t columns, const uint8_t *left, size_t left_stride,
                   ck_byte_weights weights, float *c, size_t stride);
} ck_bytes;

/// Packs up to 16 columns, each `k` numbers that follow each other, `stride` apart: one panel, its
/// scales and its compensation. The same on every path.
void ck_pack_bytes(const float *columns, size_t stride, size_t count, size_t k, int8_t *panel,
                   float *scales, int32_t *compensation);

/// The table of the path that `ck_active` has chosen.
const ck_bytes *ck_bytes_active(void);
/// The table of one name, or null if it does not run here.
const ck_bytes *ck_bytes_named(const char *name);

#endif
