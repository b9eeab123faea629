import type { Tensor } from "@chainrule/core";
import { elements, prefixBytes, writeElements } from "./layout.js";

/**
 * Tensors as the bytes of a safetensors file. The same tensors give the same bytes: they are laid out by width,
 * then by name, without gaps.
 * @param metadata any text, by name
 * @see https://huggingface.co/docs/safetensors
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const entries = Object.entries(tensors)
    .map(([name, { dtype, shape, data }]) => ({ name, shape, data, element: elements[dtype] }))
    .sort((a, b) => b.element.bytes - a.element.bytes || (a.name < b.name ? -1 : 1));
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, data, element } of entries) {
    const begin = end;
    end += data.length * element.bytes;
    header[name] = { dtype: element.name, shape, data_offsets: [begin, end] };
  }
  const head = paddedHeader(header);
  const bytes = new Uint8Array(prefixBytes + head.length + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, prefixBytes);
  let offset = prefixBytes + head.length;
  for (const { data, element } of entries) {
    writeElements(view, offset, data, element);
    offset += data.length * element.bytes;
  }
  return bytes;
}

/** Filled up with spaces, so that the numbers begin at a multiple of 8. */
function paddedHeader(header: Readonly<Record<string, unknown>>): Uint8Array {
  const text = JSON.stringify(header);
  const length = new TextEncoder().encode(text).length;
  return new TextEncoder().encode(text + " ".repeat(-length & 7));
}
