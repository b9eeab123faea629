/* Sixteen floats at a time, by gcc's vector extensions: tanh, exp and log to a few 1e-7, which the comparison of losses
   sees to. Without -ffast-math, which would undo the rounding in exp; products and sums are contracted all the same. */
#include <stdint.h>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

typedef float v16 __attribute__((vector_size(64)));
typedef int32_t i16 __attribute__((vector_size(64)));

static inline v16 splat(float x) { return (v16){0} + x; }

/* a where x < 0, else b. */
static inline v16 where_negative(v16 x, v16 a, v16 b) {
#ifdef __AVX512F__
  return (v16)_mm512_mask_blend_ps(_mm512_cmp_ps_mask((__m512)x, _mm512_setzero_ps(), _CMP_LT_OQ), (__m512)b, (__m512)a);
#else
  i16 c = x < 0;
  return (v16)((c & (i16)a) | (~c & (i16)b));
#endif
}

static inline v16 minimum(v16 a, v16 b) {
#ifdef __AVX512F__
  return (v16)_mm512_min_ps((__m512)a, (__m512)b);
#else
  return where_negative(a - b, a, b);
#endif
}

static inline v16 maximum(v16 a, v16 b) {
#ifdef __AVX512F__
  return (v16)_mm512_max_ps((__m512)a, (__m512)b);
#else
  return where_negative(a - b, b, a);
#endif
}

/* The reciprocal's 14 bits, and one step of Newton's: 2 ulp, in a third of a division's time. */
static inline v16 quotient(v16 a, v16 b) {
#ifdef __AVX512F__
  v16 r = (v16)_mm512_rcp14_ps((__m512)b);
  return a * (r * (2.0f - b * r));
#else
  return a / b;
#endif
}

/* An odd polynomial over an even one on [-7.9, 7.9]; the coefficients are those of Eigen's tanh. */
static inline v16 tanh16(v16 x) {
  x = minimum(maximum(x, splat(-7.90531110763549805f)), splat(7.90531110763549805f));
  v16 s = x * x, q = s * s;
  v16 p01 = s * 6.37261928875436e-04f + 4.89352455891786e-03f;
  v16 p23 = s * 5.12229709037114e-08f + 1.48572235717979e-05f;
  v16 p45 = s * 2.00018790482477e-13f - 8.60467152213735e-11f;
  v16 p = (((p45 - q * 2.76076847742355e-16f) * q + p23) * q + p01) * x;
  v16 d01 = s * 2.26843463243900e-03f + 4.89352518554385e-03f;
  return quotient(p, (s * 1.19825839466702e-06f + 1.18534705686654e-04f) * q + d01);
}

/* 2^n, by its exponent, times a polynomial of what is left in [-ln2/2, ln2/2]; the coefficients are Cephes'. */
static inline v16 exp16(v16 x) {
  x = minimum(maximum(x, splat(-87.0f)), splat(88.0f));
  v16 shifted = x * 1.44269504088896341f + 12582912.0f;
  v16 n = shifted - 12582912.0f;
  v16 r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  v16 p = ((((r * 1.9875691500e-4f + 1.3981999507e-3f) * r + 8.3334519073e-3f) * r + 4.1665795894e-2f) * r +
           1.6666665459e-1f) * r + 5.0000001201e-1f;
  return (p * (r * r) + r + 1.0f) * (v16)(((i16)shifted << 23) + 0x3f800000);
}

/* Of normal x > 0: its exponent, and a polynomial of the mantissa in [sqrt(1/2), sqrt(2)); Cephes' coefficients. */
static inline v16 log16(v16 x) {
  i16 bits = (i16)x - 0x3f3504f3;
  v16 e = __builtin_convertvector(bits >> 23, v16);
  v16 m = (v16)((bits & 0x7fffff) + 0x3f3504f3) - 1.0f, s = m * m;
  v16 p = 7.0376836292e-2f * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  return (p * m * s - s * 0.5f) + m + e * 0.69314718056f;
}
