import {
  type AttributeSchema,
  type Conventions,
  type GraphNode,
  isSource,
  type Json,
  type NodeOrigin,
  type Origin,
  type Path,
  type Registry,
} from "@chainrule/core";
import type { Project } from "../project.js";
import { placeText } from "./placeText.js";
import { writtenDown } from "./written.js";

/** A setting of a node or an instance, and who gave it. */
export interface ExplainedSetting {
  readonly key: string;
  readonly value: Json;
  /** `line 14`, `default`, `profile kent`, `block dense`. */
  readonly from: string;
  /** Whether the field's conventions differ on it. */
  readonly convention: boolean;
}

/** A node of the graph, or an instance of a block. */
export interface Explained {
  readonly id: string;
  /** Undefined for an instance, which is no node. */
  readonly node?: GraphNode;
  /** Of an instance. */
  readonly block?: string;
  /** Where it is written: `line 14`, or the block that made it. */
  readonly from: string;
  readonly settings: readonly ExplainedSetting[];
  /** How it is written down by the profile's conventions, where they say: `z_hidden = W_hidden x + b_hidden [8, N]`. */
  readonly written?: string;
}

/** What a spec came to, and where everything in it comes from. */
export interface Explanation {
  readonly name: string;
  readonly dtype: string;
  readonly seed: number;
  readonly conventions: Conventions | undefined;
  /** Nodes in the graph's order, each instance before its first node. */
  readonly items: readonly Explained[];
}

/** Explains a project's graph, as it is trained. */
export function explainProject(project: Project): Explanation {
  const { graph } = project;
  const origins = project.origins();
  const place = placeText(project);
  const explained = new Explainer(project, place);
  const forms = writtenDown(graph, project.registry);
  const told = new Set<string>();
  const items: Explained[] = [];
  for (const node of graph.nodes) {
    for (const path of instancesAbove(node.id)) {
      const origin = origins.get(path);
      if (told.has(path) || origin?.instance === undefined) continue;
      told.add(path);
      items.push(explained.instance(path, origin, origin.instance));
    }
    const written = forms.get(node.id);
    items.push({
      ...explained.node(node, origins.get(node.id)),
      ...(written !== undefined && { written }),
    });
  }
  const { name, dtype, seed, conventions } = graph;
  return { name, dtype, seed, conventions, items };
}

/** What an attribute of some kinds is when it is left out. */
const takenFrom: Partial<Record<NonNullable<AttributeSchema[string]["kind"]>, string>> = {
  stream: "the node's path",
  seed: "the graph's seed",
};

class Explainer {
  readonly #registry: Registry;
  readonly #profile: string;
  readonly #place: (path: Path) => string;

  constructor({ registry, graph }: Project, place: (path: Path) => string) {
    this.#registry = registry;
    this.#profile = graph.conventions?.profile ?? "";
    this.#place = place;
  }

  instance(
    id: string,
    origin: NodeOrigin,
    { block, arguments: given }: NonNullable<NodeOrigin["instance"]>,
  ): Explained {
    const schema = this.#registry.find("blocks", block)?.arguments ?? {};
    return {
      id,
      block,
      from: this.#written(origin),
      settings: Object.entries(given).map(([key, value]) => ({
        key,
        value,
        from: this.#from(origin, origin.settings[key]),
        convention: schema[key]?.convention === true,
      })),
    };
  }

  node(node: GraphNode, origin: NodeOrigin | undefined): Explained {
    const schema: AttributeSchema = isSource(node.op)
      ? {}
      : (this.#registry.get("ops", node.op).attributes ?? {});
    return {
      id: node.id,
      node,
      from: origin === undefined ? "made at build" : this.#written(origin),
      settings: Object.entries(node.attributes).map(([key, value]) => ({
        key,
        value,
        from: origin === undefined ? "made at build" : this.#from(origin, origin.settings[key], schema[key]),
        convention: schema[key]?.convention === true,
      })),
    };
  }

  #written({ block, path }: NodeOrigin): string {
    return block === undefined || path[0] === "blocks" || path[0] === "use"
      ? this.#place(path)
      : `block ${block}`;
  }

  #from(origin: NodeOrigin, setting: Origin | undefined, declared?: AttributeSchema[string]): string {
    switch (setting?.from) {
      case "spec":
        return this.#place(setting.path);
      case "profile":
        return `profile ${this.#profile}`;
      case "block":
        return `block ${origin.block ?? ""}`;
      default:
        return (declared?.kind && takenFrom[declared.kind]) ?? "default";
    }
  }
}

/** `a`, `a/b` for `a/b/c`. */
function instancesAbove(id: string): string[] {
  const parts = id.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}
