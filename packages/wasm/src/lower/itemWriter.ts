import {
  allocate,
  type DType,
  elementCount,
  isFloat,
  type Nested,
  type StaticNode,
  type StaticShape,
  type Tensor,
  tensor,
} from "@chainrule/core";
import type { Item, Line, MapItem } from "./item.js";
import { identityLine, isIdentity, withLiterals } from "./lines.js";
import { elementOf, type Value, type View } from "./value.js";
import { broadcastView, isContiguous, whole } from "./view.js";

/** A value that is there before the plan runs: an input, a tensor of the state, or a constant that is no single number. */
export interface Source {
  readonly value: Value;
  readonly kind: "input" | "state" | "constant";
  readonly data?: Tensor["data"];
}

/** What handlers of structured ops write with. */
export class ItemWriter {
  readonly sources: Source[] = [];
  #items: Item[] = [];

  /** The items since the last call. */
  take(): Item[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  /** A new value that nothing holds yet. */
  value(name: string, shape: StaticShape, dtype: DType): Value {
    return { name, shape, dtype, group: -1, buffer: undefined };
  }

  add(item: Item): void {
    this.#items.push(item);
  }

  /** A number that is known. */
  literal(name: string, literal: number, dtype: DType): View {
    return whole({ name, shape: [], dtype, literal, group: -1, buffer: undefined });
  }

  /** 0, 1, … as a tensor that is there from the start. */
  counting(length: number, dtype: DType): View {
    const value = this.value(`0…${length - 1}`, [length], dtype);
    const data = allocate(dtype, length);
    for (let i = 0; i < length; i++) data[i] = i;
    this.sources.push({ value, kind: "constant", data });
    return whole(value);
  }

  /** An elementwise calculation over operands that broadcast to a shape; nothing where it only hands one on. */
  map(name: string, shape: StaticShape, dtype: DType, line: Line, operands: readonly View[]): View {
    const given = operands.map((operand) => broadcastView(operand, shape));
    if (isIdentity(line)) {
      const only = given[line.result]!;
      if (only.value.dtype === dtype) return only;
    }
    const float = isFloat(dtype) ? dtype : (floatOf(operands) ?? "float64");
    const to = this.value(name, shape, dtype);
    const item: MapItem = { kind: "map", to, shape, element: elementOf(float), ...withLiterals(line, given) };
    this.add(item);
    return whole(to);
  }

  /** A value whose elements lie in row-major order and are all there are: copied where the view is another. */
  materialised(view: View): Value {
    const { value } = view;
    const isAll = view.offset === 0 && elementCount(view.shape) === elementCount(value.shape);
    if (value.literal === undefined && isAll && isContiguous(view)) return value;
    const to = this.value(`${value.name}'`, view.shape, value.dtype);
    const element = elementOf(value.dtype);
    this.add({ kind: "map", to, shape: view.shape, element, ...withLiterals(identityLine, [view]) });
    return to;
  }

  /** The op's own kernel. */
  kernel({ node, op, shape }: StaticNode, inputs: readonly View[]): View {
    const to = this.value(node.id, shape, node.dtype);
    const values = inputs.map((view) => this.materialised(view));
    const shaped = values.map((value, i) => ({ value, shape: inputs[i]!.shape }));
    this.add({ kind: "kernel", to, op: op!, inputs: shaped, attributes: node.attributes });
    return whole(to);
  }

  /** What is there before the plan runs; a single constant is a number that is known. */
  source({ node, shape }: StaticNode): View {
    if (node.op === "constant") {
      const { data } = tensor(node.attributes["value"] as Nested, node.dtype, shape);
      if (data.length === 1 && isFloat(node.dtype)) {
        const literal = this.literal(node.id, data[0]!, node.dtype);
        return broadcastView(literal, shape);
      }
      const value = this.value(node.id, shape, node.dtype);
      this.sources.push({ value, kind: "constant", data });
      return whole(value);
    }
    const value = this.value(node.id, shape, node.dtype);
    this.sources.push({ value, kind: node.op === "input" ? "input" : "state" });
    return whole(value);
  }
}

function floatOf(operands: readonly View[]): DType | undefined {
  return operands.find(({ value }) => isFloat(value.dtype))?.value.dtype;
}
