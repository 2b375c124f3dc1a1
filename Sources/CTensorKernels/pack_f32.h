// Packing into panels of floats, [k][width], for the products that need no other layout.

#ifndef CK_PACK_F32_H
#define CK_PACK_F32_H

#include "bf16.h"
#include "lanes.h"

/// Element (i, c) is source[i × k_stride + c × stride], zero from `count` to `width` and from k to
/// `padded_k`; `rounded` values are those of bf16. Whichever stride is 1 becomes the inner loop, in
/// chunks of k that keep the panel in L1.
CK_INLINE void pack_floats(const float *source, ptrdiff_t k_stride, ptrdiff_t stride, size_t count,
                           size_t width, size_t k, size_t padded_k, float *panel, bool rounded) {
  if (count < width || padded_k > k) memset(panel, 0, padded_k * width * sizeof(float));
  if (stride == 1) {
    for (size_t i = 0; i < k; i++)
      for (size_t c = 0; c < count; c++) {
        float x = source[(ptrdiff_t)i * k_stride + (ptrdiff_t)c];
        panel[i * width + c] = rounded ? ck_from_bf16(ck_bf16(x)) : x;
      }
    return;
  }
  enum { CHUNK = 128 };
  for (size_t start = 0; start < k; start += CHUNK)
    for (size_t c = 0; c < count; c++)
      for (size_t i = start; i < k && i < start + CHUNK; i++) {
        float x = source[(ptrdiff_t)i * k_stride + (ptrdiff_t)c * stride];
        panel[i * width + c] = rounded ? ck_from_bf16(ck_bf16(x)) : x;
      }
}

#endif
