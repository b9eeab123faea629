/** The kinds of number that a tensor holds. `bool` is 0 or 1. */
export type DType = "float64" | "float32" | "int32" | "bool";
export type FloatDType = "float64" | "float32";

/** What an op's input accepts: any float, an int32, a bool, or anything. */
export type InputKind = "float" | "int" | "bool" | "any";

export type NumericArray = Float64Array | Float32Array | Int32Array | Uint8Array;

export const dtypes: readonly DType[] = ["float64", "float32", "int32", "bool"];

export function isFloat(dtype: DType): dtype is FloatDType {
  return dtype === "float64" || dtype === "float32";
}

export function accepts(kind: InputKind, dtype: DType): boolean {
  if (kind === "any") return true;
  if (kind === "float") return isFloat(dtype);
  return kind === "int" ? dtype === "int32" : dtype === "bool";
}

/** A zeroed array of `length` elements of the dtype. */
export function allocate(dtype: DType, length: number): NumericArray {
  switch (dtype) {
    case "float64":
      return new Float64Array(length);
    case "float32":
      return new Float32Array(length);
    case "int32":
      return new Int32Array(length);
    case "bool":
      return new Uint8Array(length);
  }
}
