import { Inflate } from "fflate";

/** Bytes that are handed over at a time; deflate makes at most 1032 bytes of one. */
const portion = 512;

/**
 * Inflates bytes, but never much further than a limit: a bomb is left where it passes it.
 * @returns the bytes; `too-large` beyond the limit, `damaged` where there is no whole deflate stream
 */
export function inflateWithin(
  bytes: Uint8Array,
  dictionary: Uint8Array,
  limit: number,
): Uint8Array | "too-large" | "damaged" {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate({ dictionary }, (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
  });
  try {
    for (let at = 0; at < bytes.length; at += portion) {
      stream.push(bytes.subarray(at, at + portion), at + portion >= bytes.length);
      if (size > limit) return "too-large";
    }
  } catch {
    return "damaged";
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
