/* W3, W4 and W5: any stack of dense layers of sizes known when it is compiled (-DROW=3, 4 or 5), softmax cross
   entropy of class numbers. OpenBLAS multiplies; with SGD it adds the product right onto the weights. */
#include "lanes.h"
#include <cblas.h>

#if ROW == 3
enum { RING = 64, BATCH = 64, DEPTH = 3 };
static const int widths[] = {784, 256, 128, 10};
#define WEIGHTS (784 * 256 + 256 + 256 * 128 + 128 + 128 * 10 + 10)
#define N 784
#define WIDEST 784
#define TANH 0
#define ADAM 1
static const float rate = 1e-3f;
#elif ROW == 4
enum { RING = 8, BATCH = 256, DEPTH = 3 };
static const int widths[] = {1024, 2048, 2048, 10};
#define WEIGHTS (1024 * 2048 + 2048 + 2048 * 2048 + 2048 + 2048 * 10 + 10)
#define N 1024
#define WIDEST 2048
#define TANH 0
#define ADAM 0
static const float rate = 0.01f;
#else
enum { RING = 64, BATCH = 32, DEPTH = 33 };
static const int widths[] = {64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
                             64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 10};
#define WEIGHTS (32 * (64 * 64 + 64) + 64 * 10 + 10)
#define N 64
#define WIDEST 64
#define TANH 1
#define ADAM 0
static const float rate = 0.01f;
#endif
#define CLASSES 10
#define TARGETS "y.i32"
typedef int32_t target_t;
#include "peer.h"

static float w[WEIGHTS] __attribute__((aligned(64)));
static float a[DEPTH + 1][BATCH * WIDEST] __attribute__((aligned(64)));  /* a[0] is the input, a[DEPTH] the logits */
static float delta[2][BATCH * WIDEST] __attribute__((aligned(64)));
static int32_t y[BATCH];
#if ADAM
static float g[WEIGHTS] __attribute__((aligned(64))), m[WEIGHTS] __attribute__((aligned(64)));
static float v[WEIGHTS] __attribute__((aligned(64)));
static double power1, power2;
#endif

static const char *info(void) { return openblas_get_config(); }

static void reset(const float *from) {
  memcpy(w, from, sizeof w);
#if ADAM
  memset(m, 0, sizeof m);
  memset(v, 0, sizeof v);
  power1 = power2 = 1;
#endif
}

static void feed(const float *from_x, const int32_t *from_y) {
  memcpy(a[0], from_x, sizeof(float) * BATCH * N);
  memcpy(y, from_y, sizeof y);
}

static void forward(int l, const float *W, const float *b, int n, int k) {
  float *z = a[l + 1];
  for (int i = 0; i < BATCH; i++) memcpy(z + i * k, b, sizeof(float) * k);
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, BATCH, k, n, 1, a[l], n, W, k, 1, z, k);
  if (l == DEPTH - 1) return;
#if TANH
  for (int i = 0; i < BATCH * k; i += 16) *(v16 *)(z + i) = tanh16(*(v16 *)(z + i));
#else
  for (int i = 0; i < BATCH * k; i++) z[i] = z[i] > 0 ? z[i] : 0;
#endif
}

/* Leaves (softmax - target) / BATCH in d. */
static float softmax_cross_entropy(const float *z, float *d) {
  float loss = 0;
  for (int i = 0; i < BATCH; i++) {
    v16 row = splat(-1e30f);
    memcpy(&row, z + i * CLASSES, sizeof(float) * CLASSES);
    float top = row[0], total = 0;
    for (int c = 1; c < CLASSES; c++) top = row[c] > top ? row[c] : top;
    v16 e = exp16(row - top);
    for (int c = 0; c < CLASSES; c++) total += e[c];
    e *= 1 / (total * BATCH);
    memcpy(d + i * CLASSES, &e, sizeof(float) * CLASSES);
    d[i * CLASSES + y[i]] -= 1.0f / BATCH;
    loss += logf(total) + top - z[i * CLASSES + y[i]];
  }
  return loss / BATCH;
}

/* d of layer l's input, through the activation that made it. */
static void backward(int l, const float *W, const float *d, float *to, int n, int k) {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, BATCH, n, k, 1, d, k, W, k, 0, to, n);
  const float *h = a[l];
#if TANH
  for (int i = 0; i < BATCH * n; i++) to[i] *= 1 - h[i] * h[i];
#else
  for (int i = 0; i < BATCH * n; i++) to[i] = h[i] > 0 ? to[i] : 0;
#endif
}

static void update(int l, float *W, const float *d, int n, int k) {
  float sums[WIDEST] = {0}, *b = W + n * k;
  for (int i = 0; i < BATCH; i++)
    for (int j = 0; j < k; j++) sums[j] += d[i * k + j];
#if ADAM
  float *G = g + (W - w), *M = m + (W - w), *V = v + (W - w);
  cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, n, k, BATCH, 1, a[l], n, d, k, 0, G, k);
  memcpy(G + n * k, sums, sizeof(float) * k);
  const float c1 = rate / (1 - power1), c2 = 1 / (1 - power2);
  for (int i = 0; i < n * k + k; i++) {
    M[i] = 0.9f * M[i] + 0.1f * G[i];
    V[i] = 0.999f * V[i] + 0.001f * G[i] * G[i];
    W[i] -= c1 * M[i] / (__builtin_sqrtf(V[i] * c2) + 1e-8f);
  }
  (void)b;
#else
  cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, n, k, BATCH, -rate, a[l], n, d, k, 1, W, k);
  for (int j = 0; j < k; j++) b[j] -= rate * sums[j];
#endif
}

static float step(void) {
  float *W = w;
#if ADAM
  power1 *= 0.9, power2 *= 0.999;
#endif
  for (int l = 0; l < DEPTH; l++) {
    int n = widths[l], k = widths[l + 1];
    forward(l, W, W + n * k, n, k);
    W += n * k + k;
  }
  float *d = delta[0], *next = delta[1];
  float loss = softmax_cross_entropy(a[DEPTH], d);
  for (int l = DEPTH - 1; l >= 0; l--) {
    int n = widths[l], k = widths[l + 1];
    W -= n * k + k;
    if (l > 0) backward(l, W, d, next, n, k);
    update(l, W, d, n, k);
    float *spent = d;
    d = next, next = spent;
  }
  return loss;
}
