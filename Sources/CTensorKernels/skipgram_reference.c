// The specification of the skip-gram kernels in plain C.

#include <math.h>
#include <stdbool.h>

#include "CSkipGramKernels.h"

enum { OUTPUTS = CK_SKIPGRAM_OUTPUTS, ROW = CK_SKIPGRAM_ROW };

static size_t blocks_of(const ck_skipgram_plan *plan) {
  return (plan->negative_count + OUTPUTS) / OUTPUTS;
}

static size_t outputs_of(const ck_skipgram_plan *plan, size_t block) {
  const size_t left = plan->negative_count + 1 - block * OUTPUTS;
  return left < OUTPUTS ? left : OUTPUTS;
}

static float *output_row(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights,
                         size_t window, size_t output) {
  const uint32_t row = output == 0
                           ? plan->words[plan->windows[window].center]
                           : plan->negatives[window * plan->negative_count + output - 1];
  return weights->output + row * weights->stride;
}

// The i-th context of a window.
static float *context_row(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights,
                          size_t window, size_t i) {
  const ck_skipgram_window *w = plan->windows + window;
  const size_t position = w->first + i < w->center ? w->first + i : w->first + i + 1;
  return weights->input + plan->words[position] * weights->stride;
}

static size_t contexts_of(const ck_skipgram_plan *plan, size_t window) {
  return plan->windows[window].last - plan->windows[window].first - 1;
}

static float gradient(float score, bool positive, float rate) {
  return rate * ((positive ? 1.0f : 0.0f) - 1.0f / (1.0f + expf(-score)));
}

// Scores of contexts from ..< to with the outputs of one block.
static void block_scores(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights,
                         size_t window, size_t block, size_t from, size_t to, size_t begin,
                         size_t end, float *scores) {
  for (size_t c = from; c < to; c += 1) {
    const float *x = context_row(plan, weights, window, c);
    for (size_t k = 0; k < outputs_of(plan, block); k += 1) {
      const float *y = output_row(plan, weights, window, block * OUTPUTS + k);
      float sum = 0;
      for (size_t i = begin; i < end; i += 1) sum += x[i] * y[i];
      scores[(c - from) * ROW + k] = sum;
    }
  }
}

static void block_update(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights,
                         size_t window, size_t block, size_t from, size_t to, size_t begin,
                         size_t end, const float *gradients) {
  const size_t outputs = outputs_of(plan, block);
  for (size_t i = begin; i < end; i += 1) {
    float before[OUTPUTS], change[OUTPUTS] = {0};
    for (size_t k = 0; k < outputs; k += 1) {
      before[k] = output_row(plan, weights, window, block * OUTPUTS + k)[i];
    }
    for (size_t c = from; c < to; c += 1) {
      float *x = context_row(plan, weights, window, c) + i;
      const float *g = gradients + (c - from) * ROW;
      float moved = *x;
      for (size_t k = 0; k < outputs; k += 1) {
        moved += g[k] * before[k];
        change[k] += g[k] * *x;
      }
      *x = moved;
    }
    for (size_t k = 0; k < outputs; k += 1) {
      output_row(plan, weights, window, block * OUTPUTS + k)[i] += change[k];
    }
  }
}

static __attribute__((no_sanitize("thread"))) void train(const ck_skipgram_plan *plan,
                                                         const ck_skipgram_weights *weights) {
  float scores[CK_SKIPGRAM_CONTEXTS * ROW];
  for (size_t window = 0; window < plan->window_count; window += 1) {
    const size_t contexts = contexts_of(plan, window);
    for (size_t block = 0; block < blocks_of(plan); block += 1) {
      for (size_t from = 0; from < contexts; from += CK_SKIPGRAM_CONTEXTS) {
        const size_t left = contexts - from;
        const size_t to = from + (left < CK_SKIPGRAM_CONTEXTS ? left : CK_SKIPGRAM_CONTEXTS);
        block_scores(plan, weights, window, block, from, to, 0, weights->stride, scores);
        for (size_t c = 0; c < to - from; c += 1) {
          for (size_t k = 0; k < outputs_of(plan, block); k += 1) {
            float *g = scores + c * ROW + k;
            *g = gradient(*g, block == 0 && k == 0, plan->windows[window].rate);
          }
        }
        block_update(plan, weights, window, block, from, to, 0, weights->stride, scores);
      }
    }
  }
}

static void part_scores(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights,
                        size_t first, size_t windows, const size_t *bounds, size_t parts,
                        size_t part_stride, size_t capacity, float *scores) {
  for (size_t window = first; window < first + windows; window += 1) {
    const size_t contexts = contexts_of(plan, window);
    for (size_t block = 0; block < blocks_of(plan); block += 1, scores += capacity * ROW) {
      for (size_t part = 0; part < parts; part += 1) {
        block_scores(plan, weights, window, block, 0, contexts, bounds[part], bounds[part + 1],
                     scores + part * part_stride);
      }
    }
  }
}

static void part_gradients(const ck_skipgram_plan *plan, size_t first, size_t windows,
                           size_t capacity, const float *scores, size_t parts, size_t part_stride,
                           float *gradients) {
  for (size_t window = first; window < first + windows; window += 1) {
    for (size_t block = 0; block < blocks_of(plan); block += 1) {
      for (size_t c = 0; c < contexts_of(plan, window); c += 1) {
        for (size_t k = 0; k < outputs_of(plan, block); k += 1) {
          float sum = 0;
          for (size_t part = 0; part < parts; part += 1) {
            sum += scores[part * part_stride + c * ROW + k];
          }
          gradients[c * ROW + k] = gradient(sum, block == 0 && k == 0, plan->windows[window].rate);
        }
      }
      scores += capacity * ROW;
      gradients += capacity * ROW;
    }
  }
}

static void part_update(const ck_skipgram_plan *plan, const ck_skipgram_weights *weights,
                        size_t first, size_t windows, size_t begin, size_t end, size_t capacity,
                        const float *gradients) {
  for (size_t window = first; window < first + windows; window += 1) {
    const size_t contexts = contexts_of(plan, window);
    for (size_t block = 0; block < blocks_of(plan); block += 1, gradients += capacity * ROW) {
      for (size_t from = 0; from < contexts; from += CK_SKIPGRAM_CONTEXTS) {
        const size_t left = contexts - from;
        const size_t to = from + (left < CK_SKIPGRAM_CONTEXTS ? left : CK_SKIPGRAM_CONTEXTS);
        block_update(plan, weights, window, block, from, to, begin, end, gradients + from * ROW);
      }
    }
  }
}

const ck_skipgram ck_skipgram_reference = {"reference", train, part_scores, part_gradients,
                                           part_update};
