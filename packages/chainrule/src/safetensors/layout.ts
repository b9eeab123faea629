import type { DType, NumericArray } from "@chainrule/core";

/** How a dtype is called in the file, and how one element is written and read, little-endian. */
export interface Element {
  readonly name: string;
  readonly bytes: number;
  write(view: DataView, offset: number, value: number): void;
  read(view: DataView, offset: number): number;
}

export const elements: Readonly<Record<DType, Element>> = {
  float64: {
    name: "F64",
    bytes: 8,
    write: (view, offset, value) => view.setFloat64(offset, value, true),
    read: (view, offset) => view.getFloat64(offset, true),
  },
  float32: {
    name: "F32",
    bytes: 4,
    write: (view, offset, value) => view.setFloat32(offset, value, true),
    read: (view, offset) => view.getFloat32(offset, true),
  },
  int32: {
    name: "I32",
    bytes: 4,
    write: (view, offset, value) => view.setInt32(offset, value, true),
    read: (view, offset) => view.getInt32(offset, true),
  },
  bool: {
    name: "BOOL",
    bytes: 1,
    write: (view, offset, value) => view.setUint8(offset, value),
    read: (view, offset) => view.getUint8(offset),
  },
};

/** The length of the header's own length, at the beginning of the file. */
export const prefixBytes = 8;

/** Writes an array's elements one after another. */
export function writeElements(view: DataView, offset: number, data: NumericArray, element: Element): void {
  for (let i = 0; i < data.length; i++) element.write(view, offset + i * element.bytes, data[i]!);
}

/** Reads `data.length` elements into `data`. */
export function readElements(view: DataView, offset: number, data: NumericArray, element: Element): void {
  for (let i = 0; i < data.length; i++) data[i] = element.read(view, offset + i * element.bytes);
}
