import { resolveAttributes } from "./attributes.js";
import type { BlockBody } from "./block.js";
import type { Builder } from "./builder.js";
import type { DimScope } from "./dims.js";
import { type Path, placedAt, Refusal } from "./errors.js";
import { wrongInputs } from "./infer.js";
import { inputNames, type Op, reservedNodeKeys } from "./op.js";
import type { Shape } from "./shape.js";
import type { NodeSpec } from "./spec.js";
import { suggest } from "./suggest.js";
import type { Value } from "./value.js";

/** What a node needs of the scope that it stands in. */
export interface NodeScope {
  readonly builder: Builder;
  readonly dims: DimScope;
  /** @throws {Refusal} unknown-node */
  resolve(reference: string): Value;
  /** Expands a block's body under an instance's id. @throws {Refusal} too-deep, and as build */
  instantiate(id: string, body: BlockBody, inputs: readonly Value[]): Value;
}

type Settings = Readonly<Record<string, unknown>>;

const notYet = ["params", "repeat", "carry", "scan", "collect", "share"];
const reservedKeys: ReadonlySet<string> = new Set(reservedNodeKeys);

/**
 * Appends what a node of a spec stands for: one op's node, or a block's instance.
 * @param id the node's path in the graph
 * @throws {Refusal} unknown-op | unknown-block | wrong-inputs | unknown-input | unsupported | …
 */
export function buildNode(scope: NodeScope, id: string, node: NodeSpec): Value {
  const { builder } = scope;
  refuseUnsupported(node);
  const { op, block } = oneOf(node);
  const settings = Object.fromEntries(Object.entries(node).filter(([key]) => !reservedKeys.has(key)));
  if (block !== undefined) {
    const found = at(scope, ["block"], () => builder.registry.get("blocks", block));
    const body = found.body(resolveAttributes(`block ${block}`, found.arguments, settings));
    return scope.instantiate(
      id,
      body,
      operandsOf(scope, id, node, Object.keys(body.inputs), `block ${block}`),
    );
  }
  const { op: name, attributes } = op;
  const found = at(scope, ["op"], () => builder.registry.get("ops", name));
  const operands = operandsOf(scope, id, node, inputNames(found), `op ${name}`);
  return builder.name(
    builder.call(found, operands, withDims(scope, found, { ...attributes, ...settings })),
    id,
  );
}

type OneOf =
  | { readonly op: { readonly op: string; readonly attributes: Settings }; readonly block?: undefined }
  | { readonly op?: undefined; readonly block: string };

function oneOf({ op, block }: NodeSpec): OneOf {
  if (op !== undefined && block === undefined)
    return { op: typeof op === "string" ? { op, attributes: {} } : op };
  if (block !== undefined && op === undefined) return { block };
  const [code, got] =
    op === undefined ? ["missing-key", "neither op nor block"] : ["conflict", "both op and block"];
  throw new Refusal({ code, got, need: "one of op and block" });
}

/** A node's inputs in declared order, from a list or an object; numbers become constants `<node>/<input>`. */
function operandsOf(
  scope: NodeScope,
  id: string,
  { in: given }: NodeSpec,
  names: readonly string[],
  noun: string,
): Value[] {
  const listed = Array.isArray(given);
  const keys = listed ? names.slice(0, given.length) : Object.keys(given);
  const unknown = keys.find((key) => !names.includes(key));
  if (unknown !== undefined) {
    const need = `an input of ${noun}: ${names.join(", ")}`;
    const got = JSON.stringify(unknown);
    throw new Refusal({
      code: "unknown-input",
      path: ["in", unknown],
      got,
      need,
      ...suggest(unknown, names),
    });
  }
  const count = listed ? given.length : keys.length;
  if (count !== names.length) throw placedAt(wrongInputs(count, names, noun), ["in"], "");
  return names.map((name, i) => {
    const operand = listed ? given[i]! : given[name]!;
    if (typeof operand === "number")
      return scope.builder.constant(operand, scope.builder.dtype, `${id}/${name}`);
    return at(scope, ["in", listed ? i : name], () => scope.resolve(operand));
  });
}

/** Binds the dim names in attributes that are shapes. */
function withDims(scope: NodeScope, op: Op, settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => {
      const declared = op.attributes?.[key];
      const shape = declared?.kind === "shape" ? declared.parse(value) : undefined;
      return [key, shape === undefined ? value : at(scope, [key], () => scope.dims.bind(shape as Shape))];
    }),
  );
}

function at<T>({ builder }: NodeScope, path: Path, work: () => T): T {
  return builder.within({ scope: "", path }, work);
}

function refuseUnsupported(node: NodeSpec): void {
  const key = notYet.find((name) => Object.hasOwn(node, name));
  if (key === undefined) return;
  const need = "a node without it: this version does not repeat or share blocks";
  throw new Refusal({ code: "unsupported", path: [key], got: JSON.stringify(key), need });
}
