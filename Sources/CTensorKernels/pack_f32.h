// Packing into panels of floats, [k][width].

#ifndef CK_PACK_F32_H
#define CK_PACK_F32_H

#include "bf16.h"
#include "lanes.h"

typedef float ck_four __attribute__((ext_vector_type(4)));
typedef ck_four ck_unaligned_four __attribute__((aligned(4)));

/// Transposes four values of k of four lanes, `stride` apart, in registers.
CK_INLINE void pack_four_by_four(const float *source, ptrdiff_t stride, size_t width,
                                 float *panel) {
  ck_four a = *(const ck_unaligned_four *)source;
  ck_four b = *(const ck_unaligned_four *)(source + stride);
  ck_four c = *(const ck_unaligned_four *)(source + 2 * stride);
  ck_four d = *(const ck_unaligned_four *)(source + 3 * stride);
  ck_four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  ck_four cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  *(ck_unaligned_four *)panel = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
  *(ck_unaligned_four *)(panel + width) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
  ab = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  cd = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  *(ck_unaligned_four *)(panel + 2 * width) = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
  *(ck_unaligned_four *)(panel + 3 * width) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

/// Like `pack_floats`, for a full panel: the compiler knows the width, and where k is contiguous,
/// the transposition happens in registers.
CK_INLINE void pack_whole_floats(const float *source, ptrdiff_t k_stride, ptrdiff_t stride,
                                 size_t width, size_t k, float *panel) {
  if (stride == 1) {
    for (size_t i = 0; i < k; i++)
      memcpy(panel + i * width, source + (ptrdiff_t)i * k_stride, width * sizeof(float));
    return;
  }
  size_t i = 0;
  if (width % 4 == 0)
    for (; i + 4 <= k; i += 4)
      for (size_t c = 0; c < width; c += 4)
        pack_four_by_four(source + (ptrdiff_t)c * stride + i, stride, width, panel + i * width + c);
  for (; i < k; i++)
    for (size_t c = 0; c < width; c++)
      panel[i * width + c] = source[(ptrdiff_t)i * k_stride + (ptrdiff_t)c * stride];
}

/// Element (i, c) is source[i × k_stride + c × stride], zero from `count` to `width` and from k to
/// `padded_k`; `rounded` values are those of bf16. Whichever stride is 1 becomes the inner loop, in
/// chunks of k that keep the panel in L1.
CK_INLINE void pack_floats(const float *source, ptrdiff_t k_stride, ptrdiff_t stride, size_t count,
                           size_t width, size_t k, size_t padded_k, float *panel, bool rounded) {
  if (count == width && padded_k == k && !rounded) {
    pack_whole_floats(source, k_stride, stride, width, k, panel);
    return;
  }
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
