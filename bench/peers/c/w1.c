/* 2-4-1 tanh, batch 4, binary cross entropy, SGD. All of it is one vector: lane 4·unit + example. The weights are kept
   spread out in that form, so a step has no broadcasts; a sum over examples is one within each four lanes. */
#include "lanes.h"
#define RING 64
#define BATCH 4
#define N 2
#define WEIGHTS (2 * 4 + 4 + 4 + 1)
#define TARGETS "y.f32"
typedef float target_t;
#include "peer.h"

static const float rate = 0.1f;
static v16 W0, W1, b, V, c; /* x0's and x1's weights, biases; the logit's weights, and its bias in every lane */
static float x[8] __attribute__((aligned(32))), y[4] __attribute__((aligned(16)));
typedef float v8 __attribute__((vector_size(32)));
typedef float v4 __attribute__((vector_size(16)));

static const char *info(void) { return "one vector of 4 units by 4 examples"; }

static void reset(const float *w) {
  for (int unit = 0; unit < 4; unit++)
    for (int example = 0; example < 4; example++) {
      int lane = 4 * unit + example;
      W0[lane] = w[unit], W1[lane] = w[4 + unit], b[lane] = w[8 + unit], V[lane] = w[12 + unit], c[lane] = w[16];
    }
}

static inline void feed(const float *from_x, const float *from_y) {
  memcpy(x, from_x, sizeof x);
  memcpy(y, from_y, sizeof y);
}

/* In every lane the sum over the four examples of its unit. */
static inline v16 sum_examples(v16 a) {
  a += __builtin_shuffle(a, (i16){1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14});
  return a + __builtin_shuffle(a, (i16){2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13});
}

/* In every lane the sum over the four units of its example. */
static inline v16 sum_units(v16 a) {
  a += __builtin_shuffle(a, (i16){4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11});
  return a + __builtin_shuffle(a, (i16){8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7});
}

static inline float step(void) {
  v8 pairs = *(v8 *)x;
  v4 label = *(v4 *)y;
  v16 both = __builtin_shufflevector(pairs, pairs, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
  v16 x0 = __builtin_shuffle(both, (i16){0, 2, 4, 6, 0, 2, 4, 6, 0, 2, 4, 6, 0, 2, 4, 6});
  v16 x1 = __builtin_shuffle(both, (i16){1, 3, 5, 7, 1, 3, 5, 7, 1, 3, 5, 7, 1, 3, 5, 7});
  v16 t = __builtin_shufflevector(label, label, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
  v16 h = tanh16(x0 * W0 + (x1 * W1 + b));
  v16 z = sum_units(h * V) + c;
  v16 e = exp16(minimum(z, -z));
  v16 p = quotient(where_negative(z, e, splat(1)), 1 + e);
  v16 loss = maximum(z, splat(0)) - z * t + log16(1 + e);
  v16 dz = (p - t) * 0.25f;
  v16 d = dz * V * (1 - h * h);
  V -= rate * sum_examples(dz * h);
  c -= rate * sum_examples(dz);
  W0 -= rate * sum_examples(d * x0);
  W1 -= rate * sum_examples(d * x1);
  b -= rate * sum_examples(d);
  return sum_examples(loss)[0] * 0.25f;
}
