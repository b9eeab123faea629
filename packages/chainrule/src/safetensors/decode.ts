import {
  allocate,
  checkForm,
  defaultLimits,
  type DType,
  dtypes,
  elementCount,
  type Limits,
  parseDocument,
  Refusal,
  type Tensor,
} from "@chainrule/core";
import { z } from "zod";
import { inFile } from "../inFile.js";
import { elements, prefixBytes, readElements } from "./layout.js";

const count = z.int().min(0);
const entryForm = z.strictObject({
  dtype: z.string(),
  shape: z.array(count),
  data_offsets: z.tuple([count, count]),
});
const metadataForm = z.record(z.string(), z.string());
type Entry = z.infer<typeof entryForm>;

/** What a safetensors file holds. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads the bytes of a safetensors file. Nothing is believed: every size is checked before it is used.
 * @param file its name, for messages
 * @throws {Refusal} truncated | too-large | unknown-dtype | wrong-size | overlap; what `parseDocument` and
 *   `checkForm` throw, of the header
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  file: string,
  limits: Limits = defaultLimits,
): TensorFile {
  return inFile(file, () => decode(bytes, file, limits));
}

function decode(bytes: Uint8Array, file: string, limits: Limits): TensorFile {
  const { header, start } = readHeader(bytes, file, limits);
  const { __metadata__, ...named } = header;
  const entries = Object.entries(named).map(([name, entry]) => ({
    name,
    ...checkForm(entryForm, entry, [name]),
  }));
  checkLayout(entries, bytes.length - start, file);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  const tensors = entries.map((entry) => [entry.name, readTensor(entry, view, file, limits)] as const);
  return {
    tensors: new Map(tensors),
    metadata: __metadata__ === undefined ? {} : checkForm(metadataForm, __metadata__, ["__metadata__"]),
  };
}

function readHeader(
  bytes: Uint8Array,
  file: string,
  limits: Limits,
): { header: Record<string, unknown>; start: number } {
  if (bytes.length < prefixBytes) throw truncated(file, bytes.length, "at least 8 bytes");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(limits.documentBytes)) {
    const got = `a header of ${length} bytes`;
    throw new Refusal({ code: "too-large", file, got, need: `at most ${limits.documentBytes}` });
  }
  const start = prefixBytes + Number(length);
  if (bytes.length < start) throw truncated(file, bytes.length, `${start}, for the header alone`);
  const text = new TextDecoder().decode(bytes.subarray(prefixBytes, start));
  return {
    header: checkForm(z.record(z.string(), z.unknown()), parseDocument(text, file, limits).value, []),
    start,
  };
}

/** The tensors must fill the rest of the file exactly, one after another. */
function checkLayout(
  entries: readonly (Entry & { readonly name: string })[],
  available: number,
  file: string,
): void {
  let end = 0;
  for (const {
    name,
    data_offsets: [begin, next],
  } of [...entries].sort((a, b) => begins(a) - begins(b))) {
    if (begin !== end || next < begin) {
      const got = `bytes ${begin} to ${next}`;
      throw new Refusal({
        code: "overlap",
        file,
        at: name,
        got,
        need: `bytes from ${end} on, without gap or overlap`,
      });
    }
    end = next;
  }
  if (end > available) throw truncated(file, available, `${end} bytes of numbers`);
  if (end < available) {
    throw new Refusal({
      code: "wrong-size",
      file,
      got: `${available} bytes of numbers`,
      need: `${end}, as the header says`,
    });
  }
}

/** A tensor without elements goes before one that begins where it does. */
function begins({ data_offsets: [begin, end] }: Entry): number {
  return begin + (end > begin ? 0.5 : 0);
}

function readTensor(
  entry: Entry & { readonly name: string },
  view: DataView,
  file: string,
  limits: Limits,
): Tensor {
  const {
    name,
    shape,
    data_offsets: [begin, end],
  } = entry;
  const dtype = dtypeOf(entry, file);
  const element = elements[dtype];
  const size = elementCount(shape);
  if (size > limits.elements) {
    throw new Refusal({
      code: "too-large",
      file,
      at: name,
      got: `${size} elements`,
      need: `at most ${limits.elements}`,
    });
  }
  if (size * element.bytes !== end - begin) {
    const need = `${size * element.bytes} for ${element.name} [${shape.join(", ")}]`;
    throw new Refusal({ code: "wrong-size", file, at: name, got: `${end - begin} bytes`, need });
  }
  const data = allocate(dtype, size);
  readElements(view, begin, data, element);
  return { dtype, shape, data };
}

function dtypeOf({ name, dtype }: Entry & { readonly name: string }, file: string): DType {
  const found = dtypes.find((known) => elements[known].name === dtype);
  if (found !== undefined) return found;
  const need = `one of ${dtypes.map((known) => elements[known].name).join(", ")}`;
  throw new Refusal({ code: "unknown-dtype", file, at: name, got: JSON.stringify(dtype), need });
}

function truncated(file: string, bytes: number, need: string): Refusal {
  return new Refusal({ code: "truncated", file, got: `${bytes} bytes`, need });
}
