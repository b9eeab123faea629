import { attribute, type AttributeSchema } from "../attribute.js";
import { noAttributes, resolveAttributes } from "../attributes.js";
import { Refusal } from "../errors.js";
import type { Attributes, Json } from "../graph.js";
import { type Op, ownInputNames, reservedNodeKeys } from "../op.js";
import type { Shape } from "../shape.js";
import { nearest } from "../suggest.js";
import type { Value } from "../value.js";
import { bindingsOf } from "./bindings.js";
import type { Block } from "./block.js";
import type { NodeScope } from "./nodeScope.js";
import { within } from "./operands.js";
import type { NodeSpec } from "./spec.js";

export type Settings = Readonly<Record<string, unknown>>;

/** What one node, or one copy of it, makes: an op's node or a block's instance. */
export interface Unit {
  /** `op tanh`, `block dense`. */
  readonly noun: string;
  readonly inputs: readonly string[];
  /** Refuses settings that no inputs can mend. @throws {Refusal} unknown-, missing- or bad-attribute */
  check(): void;
  /** @param together see InstanceOptions */
  make(id: string, operands: readonly Value[], together?: string): Value;
}

const reservedKeys: ReadonlySet<string> = new Set(reservedNodeKeys);
const anyOp = attribute.op({ doc: "an op" });

/**
 * Reads what a node stands for, without its repetition.
 * @param own settings of this copy; they go before the node's
 * @throws {Refusal} unknown-op | unknown-block | missing-key | conflict | unknown-, missing- or bad-attribute
 */
export function unitOf(scope: NodeScope, node: NodeSpec, own: Settings = noAttributes): Unit {
  const { op, block } = node;
  const settings = { ...attributesOf(node), ...own };
  if (op !== undefined && block === undefined) return opUnit(scope, op, settings);
  if (block !== undefined && op === undefined) return blockUnit(scope, node, block, settings);
  throw op === undefined ? nothing(settings) : both();
}

/** A node that says neither op nor block, or misspelt it. */
function nothing(settings: Settings): Refusal {
  const need = "one of op and block";
  for (const key of Object.keys(settings)) {
    const near = typeof settings[key] === "string" ? nearest(key, ["op", "block"]) : undefined;
    if (near === undefined) continue;
    return new Refusal({
      code: "unknown-key",
      path: [key],
      got: JSON.stringify(key),
      need,
      try: JSON.stringify(near),
    });
  }
  return new Refusal({ code: "missing-key", got: "neither op nor block", need });
}

function both(): Refusal {
  return new Refusal({
    code: "conflict",
    got: "both op and block",
    need: "one of op and block",
    try: 'leave out "op"',
  });
}

/** A node's own keys that are an op's attributes or a block's arguments. */
export function attributesOf(node: NodeSpec): Settings {
  return Object.fromEntries(Object.entries(node).filter(([key]) => !reservedKeys.has(key)));
}

function opUnit(scope: NodeScope, given: NonNullable<NodeSpec["op"]>, settings: Settings): Unit {
  const { builder } = scope;
  const reference = anyOp.parse(given);
  if (reference === undefined) {
    const need = anyOp.need;
    throw new Refusal({ code: "wrong-type", path: ["op"], got: JSON.stringify(given), need });
  }
  const op = within(scope, ["op"], () => knownOp(scope, reference.op));
  const all = { ...reference.attributes, ...settings };
  const filled = fill(scope, op.name, op.attributes, all);
  const names = ownInputNames(op);
  return {
    noun: `op ${op.name}`,
    inputs: names,
    check: () => void builder.settings(op, filled),
    make(id, operands) {
      const value = builder.name(builder.call(op, operands, withDims(scope, op, filled)), id);
      scope.trace?.add(id, Object.keys(op.attributes ?? {}), { written: all, filled });
      return value;
    },
  };
}

function knownOp(scope: NodeScope, name: string): Op {
  const { registry } = scope.builder;
  if (registry.find("ops", name) === undefined && isBlock(scope, name)) {
    throw new Refusal({
      code: "unknown-op",
      got: `${JSON.stringify(name)}, which is a block`,
      need: "the name of a loaded op",
      try: `"block": ${JSON.stringify(name)}`,
    });
  }
  return registry.get("ops", name);
}

function isBlock(scope: NodeScope, name: string): boolean {
  try {
    return scope.block(name) !== undefined;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function blockUnit(scope: NodeScope, node: NodeSpec, name: string, settings: Settings): Unit {
  const block: Block = within(scope, ["block"], () => scope.block(name));
  const filled = fill(scope, name, block.arguments, settings);
  const args = resolveAttributes(`block ${name}`, block.arguments, filled);
  checkOps(scope, args);
  const body = block.body(args);
  return {
    noun: `block ${name}`,
    inputs: Object.keys(body.inputs),
    check: () => undefined,
    make(id, operands, together) {
      const bindings = bindingsOf(scope, node);
      scope.trace?.add(
        id,
        Object.keys(args),
        { written: settings, filled },
        { block: name, arguments: args },
      );
      const value = scope.instantiate(id, body, operands, { block: name, bindings, together });
      bindings.refuseUnused(id, name);
      return value;
    },
  };
}

/**
 * Refuses names of no op among a block's arguments, where they were given: the nodes that use them are not the spec's
 * own lines. An object among arguments is an op with its attributes; nothing else is one.
 */
function checkOps(scope: NodeScope, args: Attributes): void {
  for (const [key, value] of Object.entries(args)) {
    for (const [i, item] of [value].flat().entries()) {
      if (typeof item !== "object" || item === null || !("op" in item)) continue;
      within(scope, Array.isArray(value) ? [key, i] : [key], () => knownOp(scope, String(item.op)));
    }
  }
}

/** The settings, with what a profile says of conventions that they leave open. */
function fill(
  { fills }: NodeScope,
  name: string,
  schema: AttributeSchema | undefined,
  settings: Settings,
): Settings {
  if (!Object.hasOwn(fills, name)) return settings;
  const open = Object.entries(fills[name]!).filter(
    ([key]) => settings[key] === undefined && schema?.[key]?.convention === true,
  );
  return open.length === 0 ? settings : { ...Object.fromEntries(open), ...settings };
}

/** Binds the dim names in attributes that are shapes. */
function withDims(scope: NodeScope, op: Op, settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => {
      const declared = op.attributes?.[key];
      const shape = declared?.kind === "shape" ? declared.parse(value) : undefined;
      return [key, shape === undefined ? value : within(scope, [key], () => scope.dims.bind(shape as Shape))];
    }),
  );
}

/** A copy's settings as JSON, for messages and for counting. */
export function settingsKey(settings: Settings): string {
  return JSON.stringify(settings as Json);
}
