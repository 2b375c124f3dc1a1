// Skip-gram with negative sampling (Mikolov et al. 2013), the negatives shared by all context words
// of a center (Ji et al. 2016), so that a window is three small matrix products.
//
// The caller draws the windows and the negatives; nothing here is random. A window has up to 2r
// context words (rows of `input`) and 1 + negative_count outputs (rows of `output`: the center,
// then its negatives). With S = C·Nᵀ and g = (label − σ(S)) × rate, C += g·N and N += gᵀ·C. A block
// is six outputs by sixteen contexts; later blocks see what earlier ones wrote. Within a block,
// scores use the rows as they were before it; the update goes element by element through the
// contexts in order, so a row that occurs twice is updated twice.

#ifndef CSKIPGRAMKERNELS_H
#define CSKIPGRAMKERNELS_H

#include <stddef.h>
#include <stdint.h>

enum {
  /// Outputs in one block; the scores of a context take a row of `CK_SKIPGRAM_ROW` floats.
  CK_SKIPGRAM_OUTPUTS = 6,
  CK_SKIPGRAM_ROW = 8,
  /// Contexts in one block.
  CK_SKIPGRAM_CONTEXTS = 16,
};

/// One center and its context words, as positions in the words of a plan.
typedef struct ck_skipgram_window {
  uint32_t center;
  /// The contexts are first ..< last without center; there is at least one.
  uint32_t first, last;
  /// The learning rate.
  float rate;
} ck_skipgram_window;

/// Windows in the order of training.
typedef struct ck_skipgram_plan {
  /// Row numbers, one per position.
  const uint32_t *words;
  size_t word_count;
  const ck_skipgram_window *windows;
  size_t window_count;
  /// Row numbers, [window_count × negative_count]; none equals the center of its window.
  const uint32_t *negatives;
  size_t negative_count;
  /// How many positions ahead of a center its furthest context can be; used to fetch rows early.
  size_t reach;
} ck_skipgram_plan;

/// Both matrices: rows of `stride` floats, a multiple of 16, aligned to 64 bytes, padded with
/// zeros.
typedef struct ck_skipgram_weights {
  float *input;
  float *output;
  size_t stride;
} ck_skipgram_weights;

typedef struct ck_skipgram {
  /// "reference", "avx2", "avx512" or "neon".
  const char *name;

  /// Trains all windows in order. Several threads may call this on the same weights: updates race
  /// and a few are lost (Niu et al. 2011, lock-free by intent); nothing but those floats is shared.
  void (*train)(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights);

  // The same in three steps over a range of windows, for training whose result does not depend on
  // the number of threads: columns are split into parts, one per thread, and only the scores of the
  // parts are exchanged. `first` and `count` are windows; a window has a slot of
  // ceil((1 + negative_count) / 6) × contexts × 8 floats, `contexts` even and at least the contexts
  // of any window. Parts are `part_stride` floats apart.

  /// What the columns bounds[p] ..< bounds[p + 1] (multiples of 16) of each part add to each score.
  void (*scores)(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights, size_t first,
                 size_t count, const size_t *bounds, size_t parts, size_t part_stride,
                 size_t contexts, float *scores);
  /// gradients = rate × (label − σ(the sum over `parts` of scores)).
  void (*gradients)(const ck_skipgram_plan *plan, size_t first, size_t count, size_t contexts,
                    const float *scores, size_t parts, size_t part_stride, float *gradients);
  /// Adds the gradients to columns begin ..< end of the rows of every window, in order.
  void (*update)(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights, size_t first,
                 size_t count, size_t begin, size_t end, size_t contexts, const float *gradients);
} ck_skipgram;

/// The table of the path that `ck_active` has chosen.
const ck_skipgram *ck_skipgram_active(void);
/// The table of one name, or null if it does not run here.
const ck_skipgram *ck_skipgram_named(const char *name);

#endif
