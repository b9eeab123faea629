import { instance } from "@viz-js/viz";

/** A box as Graphviz laid it out, in points; y grows upwards. */
export interface LaidBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Every text that is written in it, in order. */
  readonly texts: readonly string[];
}

export interface Layout {
  readonly boxes: ReadonlyMap<string, LaidBox>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly invisible: boolean }[];
  readonly clusters: readonly string[];
}

interface Drawn {
  readonly op: string;
  readonly text?: string;
}

interface Item {
  readonly _gvid: number;
  readonly name: string;
  readonly pos?: string;
  /** Of clusters only. */
  readonly bb?: string;
  readonly width?: string;
  readonly height?: string;
  readonly style?: string;
  readonly _ldraw_?: readonly Drawn[];
  readonly nodes?: readonly number[];
  readonly tail?: number;
  readonly head?: number;
}

/** Reads DOT text with Graphviz itself, which says what is in it, and lays it out. Invisible boxes are left out. */
export async function layout(dot: string): Promise<Layout> {
  const result = (await instance()).render(dot, { format: "json", engine: "dot" });
  if (result.status !== "success") throw new Error(result.errors.map(({ message }) => message).join("\n"));
  const { objects = [], edges = [] } = JSON.parse(result.output) as { objects?: Item[]; edges?: Item[] };
  const names = new Map(objects.map(({ _gvid, name }) => [_gvid, name]));
  const isShown = ({ pos, style }: Item): boolean => pos !== undefined && style !== "invis";
  return {
    boxes: new Map(objects.filter(isShown).map((item) => [item.name, boxOf(item)])),
    edges: edges.map(({ tail, head, style }) => ({
      from: names.get(tail!)!,
      to: names.get(head!)!,
      invisible: style === "invis",
    })),
    clusters: objects.filter(({ bb }) => bb !== undefined).map(({ name }) => name),
  };
}

function boxOf({ pos, width, height, _ldraw_: drawn = [] }: Item): LaidBox {
  const [x, y] = pos!.split(",").map(Number);
  const texts = drawn.filter(({ op }) => op === "T").map(({ text = "" }) => text);
  return { x: x!, y: y!, width: Number(width) * 72, height: Number(height) * 72, texts };
}
