// The kernels behind TensorKit: one table of functions, filled once at start.
//
// Every table begins as the reference (plain C, the specification); what the processor and the
// operating system both allow overrides it. Nothing here allocates, starts a thread or keeps state
// between calls, except the per-thread tile configuration of AMX.
//
// Letters: m rows of the result, n columns of the result, k the summed dimension.
// Determinism: every element of a product is summed over k in one fixed order, whatever m, n, the
// position of the element, the edge of a tile, or the thread. A one-row product gives the same bits
// as the same row inside a large one. All f32 products give the same bits, and so do all bf16
// products except "avx512bf16": without tiles the operands are rounded to bf16, kept as floats and
// summed in the order of the tiles, at the speed of f32. Vector kernels other than the reference
// give the same bits on every processor.

#ifndef CTENSORKERNELS_H
#define CTENSORKERNELS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CByteKernels.h"
#include "CSearchKernels.h"
#include "CSkipGramKernels.h"

/// Tells the processor that this is a spin loop.
static inline void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// A number that tells the calling thread from all others that are alive; never 0.
static inline uintptr_t ck_thread_id(void) { return (uintptr_t)pthread_self(); }

/// To be called after kernels have run and before another thread reads what they wrote: on x86,
/// stores past the caches are not ordered with other stores.
static inline void ck_publish_stores(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}

/// What a part of a row of logits contributes to the softmax of the row.
typedef struct ck_row_part {
  float largest;  // logit, bias included
  float sum;      // of the exponentials
} ck_row_part;

/// Some rows and columns of logits that are to become exponentials.
typedef struct ck_logits {
  const float *start;
  size_t stride;  // floats
  size_t rows, columns;
  const float *bias;    // of each column
  size_t first_column;  // the first column's number in the whole rows
} ck_logits;

/// The softmax of a row of logits whose columns arrive a few at a time.
typedef struct ck_softmax_row {
  double sum;                // of the exponentials exp(logit + bias − shift) so far
  float shift;               // the same for all columns
  float largest;             // logit so far
  uint32_t target;           // a column of the whole row
  float target_logit;        // once its column has arrived, bias included
  float target_exponential;  // zero in the packed operands
} ck_softmax_row;

/// A matrix product C[m × n] (+)= A[m × k] · B[k × n] over operands packed beforehand.
///
/// The left operand is packed in panels of `left_rows` rows, the right one in panels of 16 columns.
/// A panel holds all of k contiguously (k rounded up to `k_step`, filled with zeros), so panel p of
/// an operand starts p × panel_bytes(k) after the first, which is aligned to 64 bytes. Rows or
/// columns missing from the last panel are zeros.
typedef struct ck_product {
  /// "f32" or "bf16".
  const char *precision;
  /// "reference", "avx2", "avx512", "avx512bf16", "amx", "neon".
  const char *name;
  /// Whether it is faster than the f32 product of the same table.
  bool outruns_f32;
  /// Rows of a left panel.
  size_t left_rows;
  /// Granularity of k inside a panel: 1 for f32, 32 for bf16.
  size_t k_step;
  /// Bytes of one element as packed: 4 for f32; 2 for bf16, or 4 where bf16 is kept as floats.
  size_t element_bytes;
  /// Packs `rows` (1 to left_rows) rows of A, elements k_offset ..< k_offset + k of the panel.
  /// Element (r, i) is source[r × row_stride + i × k_stride]; one of the strides is 1.
  /// `panel` is the start of the panel; k_offset is a multiple of k_step. If k is not a multiple of
  /// k_step the elements up to the next multiple are zeros.
  void (*pack_left)(const float *source, ptrdiff_t row_stride, ptrdiff_t k_stride, size_t rows,
                    size_t k, void *panel, size_t k_offset);
  /// Packs `columns` (1 to 16) columns of B. Element (i, c) is
  /// source[i × k_stride + c × column_stride]; one of the strides is 1. Otherwise like `pack_left`.
  void (*pack_right)(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                     size_t columns, size_t k, void *panel, size_t k_offset);
  /// Like `pack_right`, for what the same thread multiplies by at once: it stays in the caches.
  void (*pack_right_cached)(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                            size_t columns, size_t k, void *panel, size_t k_offset);
  /// Sets C[rows × columns] (row stride in floats) to the product, or adds it with `accumulate`.
  /// `left` and `right` point to the first panel of each; `left_panel_bytes` and
  /// `right_panel_bytes` are the distances between panels. k may be less than what a panel
  /// holds, if it is a multiple of k_step.
  void (*multiply)(size_t rows, size_t columns, size_t k, const void *left,
                   size_t left_panel_bytes, const void *right, size_t right_panel_bytes, float *c,
                   ptrdiff_t row_stride, bool accumulate);
  /// Packs the exponentials of logits as a left operand, and transposed as another. Null where that
  /// is not faster than `exponentials` and two calls of `pack_left`. `left` is the panel of the
  /// first row and takes the columns from its beginning on; `transposed` is the panel of the first
  /// column, and `row_offset`, a multiple of k_step, the position of the first row in it. The
  /// exponential of a target is zero in both but counts in the sum. Updates `rows`, one per row of
  /// logits.
  void (*pack_exponentials)(const ck_logits *logits, ck_softmax_row *rows, void *left,
                            size_t left_panel_bytes, void *transposed,
                            size_t transposed_panel_bytes, size_t row_offset);
} ck_product;

/// One step of Adam (Kingma and Ba 2015).
typedef struct ck_adam_step {
  float learning_rate;    // already divided by the first bias correction
  float beta1, beta2;
  float epsilon;
  float second_correction;  // 1 / sqrt(1 - beta2^t), multiplied into sqrt(v)
  float gradient_scale;     // clipping by global norm
} ck_adam_step;

/// What softmax cross-entropy gives for a row besides the gradient.
typedef struct ck_row_loss {
  float loss;       // -log p(target), nats
  uint32_t argmax;  // the first column of the largest logit
} ck_row_loss;

/// The four gates of some units of an LSTM: gate q (0 input, 1 forget, 2 cell, 3 output) of row r
/// begins at start + r × stride + q × gate.
typedef struct ck_gates {
  float *start;
  size_t stride, gate;
} ck_gates;

typedef struct ck_kernels {
  /// "reference", "avx2", "avx512" or "neon".
  const char *name;
  ck_product f32;
  ck_product bf16;

  // Vectors of n floats. Sums are over fixed lanes, so they do not depend on alignment or threads.
  float (*dot)(const float *x, const float *y, size_t n);
  float (*sum_of_squares)(const float *x, size_t n);
  void (*axpy)(float alpha, const float *x, float *y, size_t n);  // y += alpha x
  void (*scale)(float alpha, float *x, size_t n);
  void (*tanh)(float *x, size_t n);     // x = tanh x
  void (*sigmoid)(float *x, size_t n);  // x = 1 / (1 + e^-x)
  /// Copies x to y, past the caches where that is possible; returns the sum of squares.
  float (*copy_nontemporal)(const float *x, float *y, size_t n);

  /// Replaces a row of n logits by gradient_scale × (softmax − one-hot of target).
  ck_row_loss (*softmax_cross_entropy)(float *row, size_t n, uint32_t target,
                                       float gradient_scale);
  /// Replaces a part of a row of logits by the exponentials exp(x[i] + bias[i] − shift); 1 <= n.
  /// The softmax of the whole row follows from the sums of its parts, all with one shift.
  ck_row_part (*exponentials)(float *x, const float *bias, size_t n, float shift);
  /// Replaces a row of n logits by log-probabilities.
  void (*log_softmax)(float *row, size_t n);

  /// The cell of an LSTM for `rows` sentences and `units` hidden units: the gates σ(i), σ(f),
  /// tanh(g), σ(o) of the pre-activations z, written to `gates` unless its start is null;
  /// c = f c_prev + i g; h = o tanh(c). `bias` (gates `bias_gate` apart; null for none) is added to
  /// z first. `c_prev` may be null (zeros). Rows of cells are `cell_stride` floats apart, rows of h
  /// `hidden` floats.
  void (*lstm_forward)(size_t rows, size_t units, size_t hidden, size_t cell_stride, ck_gates z,
                       const float *bias, size_t bias_gate, const float *c_prev, ck_gates gates,
                       float *c, float *h);
  /// Backward through the cell. `gates` are activated; the gradient of h is dh + `more` (rows
  /// `more_stride` apart; null for none), and `dc` is the gradient of c from the next step. On exit
  /// `dz` holds the gradient of z, and `dc` the gradient of c_prev.
  void (*lstm_backward)(size_t rows, size_t units, size_t hidden, size_t cell_stride,
                        ck_gates gates, const float *c_prev, const float *c, const float *dh,
                        const float *more, size_t more_stride, ck_gates dz, float *dc);

  /// sum[i] += Σ x[r × stride + i] over r < rows, one after the other.
  void (*add_rows)(const float *x, size_t stride, size_t rows, size_t n, float *sum);

  void (*adam)(const ck_adam_step *step, const float *gradient, float *weight, float *first,
               float *second, size_t n);
} ck_kernels;

/// What the processor and the operating system offer, and why a path was refused.
typedef struct ck_cpu {
  bool avx2, avx512, avx512_bf16, amx_bf16, neon;
  /// One sentence: which paths exist, which were refused and why, which variable overrode them.
  const char *reason;
  /// Whether that variable names no path of this machine.
  bool ignores_choice;
} ck_cpu;

/// The table in use: the best that runs here, or the one that the environment variable
/// TEXTAE_KERNELS names: reference, avx2, avx512, avx512bf16, amx, neon. On x86 each includes those
/// before it.
const ck_kernels *ck_active(void);
/// The table of one name, or null if it does not run here. For tests and benchmarks.
const ck_kernels *ck_named(const char *name);
/// The products of the table in use.
static inline const ck_product *ck_f32_product(void) { return &ck_active()->f32; }
static inline const ck_product *ck_bf16_product(void) { return &ck_active()->bf16; }
/// What was found.
const ck_cpu *ck_detect(void);

#endif
