import { resolveAttributes } from "../attributes.js";
import { type Path, Refusal } from "../errors.js";
import type { Limits } from "../limits.js";
import type { Block, BlockBody, BlockScope } from "./block.js";
import type { NodeSpec, ScopeSpec } from "./spec.js";
import { attributesOf, type Settings, settingsKey } from "./unit.js";

/** What a scope comes to once it is expanded: at least so many. */
interface Count {
  readonly nodes: number;
  readonly instances: number;
}

/**
 * Counts the nodes that a model's blocks expand to, before any is expanded: equal instances are counted once and
 * multiplied, so that nesting which doubles at every level costs no more than its levels.
 * @throws {Refusal} recursive-block | too-many-nodes | too-many-instances | too-deep, at a node of the model
 */
export function refuseLargeExpansion(scope: ScopeSpec, blocks: BlockScope, limits: Limits): void {
  let nodes = 0;
  let instances = 0;
  const counter = new Counter(limits);
  for (const [id, node] of Object.entries(scope.nodes)) {
    const path: Path = ["model", "nodes", id];
    const count = counter.node(node, blocks, [], path);
    nodes += count.nodes;
    instances += count.instances;
    if (nodes > limits.nodes) throw tooMany("nodes", limits.nodes, path, id);
    if (instances > limits.instances) throw tooMany("instances", limits.instances, path, id);
  }
}

class Counter {
  readonly #limits: Limits;
  readonly #known = new Map<Block, Map<string, Count>>();
  /** Bodies that were counted, not looked up: the work that counting is. */
  #work = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @param within the blocks that the node stands in, outermost first */
  node(node: NodeSpec, blocks: BlockScope, within: readonly Block[], path: Path): Count {
    const { repeat } = node;
    const copies = Array.isArray(repeat) ? repeat : [{}];
    const times = typeof repeat === "number" ? repeat : 1;
    let nodes = Array.isArray(repeat) ? 0 : bulk(attributesOf(node));
    let instances = 0;
    for (const own of copies) {
      const one = this.#unit(node, own, blocks, within, path);
      nodes += one.nodes;
      instances += one.instances;
    }
    return { nodes: nodes * times, instances: instances * times };
  }

  #unit(node: NodeSpec, own: Settings, blocks: BlockScope, within: readonly Block[], path: Path): Count {
    if (node.block === undefined) return { nodes: 1, instances: 0 };
    const found = bodyOf(node.block, { ...attributesOf(node), ...own }, blocks);
    // What is wrong with it is told when it is expanded.
    if (found === undefined) return { nodes: 1, instances: 1 };
    const { block, body, key } = found;
    if (within.includes(block)) throw recursive([...within, block], path);
    if (within.length >= this.#limits.depth) {
      const got = `blocks nested deeper than ${this.#limits.depth}`;
      throw new Refusal({ code: "too-deep", path, got, need: "fewer levels" });
    }
    const known = this.#known.get(block) ?? new Map<string, Count>();
    this.#known.set(block, known);
    const count = known.get(key) ?? this.#body(body, blocks, [...within, block], path);
    known.set(key, count);
    return count;
  }

  #body(body: BlockBody, outer: BlockScope, within: readonly Block[], path: Path): Count {
    if (++this.#work > this.#limits.instances)
      throw tooMany("instances", this.#limits.instances, path, within[0]!.name);
    const blocks = body.written?.blocks ?? outer;
    let nodes = bulk([body.params, body.buffers, body.constants]);
    let instances = 1;
    for (const node of Object.values(body.nodes)) {
      const count = this.node(node, blocks, within, path);
      nodes += count.nodes;
      instances += count.instances;
    }
    return { nodes, instances };
  }
}

/** For how many nodes a literal counts that is as large as many of them, since every copy holds it. */
function bulk(literal: unknown): number {
  return (JSON.stringify(literal) ?? "").length >> 7;
}

function bodyOf(
  name: string,
  settings: Settings,
  blocks: BlockScope,
): { readonly block: Block; readonly body: BlockBody; readonly key: string } | undefined {
  try {
    const block = blocks.get(name);
    const args = resolveAttributes(`block ${name}`, block.arguments, settings);
    return { block, body: block.body(args), key: settingsKey(args) };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function recursive(blocks: readonly Block[], path: Path): Refusal {
  const last = blocks.at(-1)!;
  const circle = blocks.slice(blocks.indexOf(last)).map(({ name }) => name);
  return new Refusal({
    code: "recursive-block",
    path,
    got: circle.join(" needs "),
    need: "blocks that do not contain themselves",
  });
}

function tooMany(what: "nodes" | "instances", limit: number, path: Path, at: string): Refusal {
  const noun = what === "nodes" ? "nodes" : "instances of blocks";
  return new Refusal({
    code: `too-many-${what}`,
    path,
    at,
    got: `blocks that expand to more than ${limit} ${noun}`,
    need: `at most ${limit}`,
  });
}
