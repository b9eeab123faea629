/** What a flowchart says. */
export interface Flowchart {
  readonly nodes: readonly { readonly id: string; readonly lines: readonly string[] }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[];
  readonly subgraphs: readonly string[];
}

const label = `"((?:[^"<>#;]|<\\/?[bi]>|<br\\/>|#\\d+;)*)"`;
const patterns = {
  setting: /^%%\{init: \{"flowchart": \{"wrappingWidth": \d+\}\}\}%%$/,
  head: /^flowchart (TB|LR|RL)$/,
  node: new RegExp(
    `^ +(n\\d+)(?:\\[|\\(|\\[/|\\[\\\\|\\[\\(|\\[\\[|>)${label}(?:\\]|\\)|/\\]|\\\\\\]|\\)\\]|\\]\\])$`,
  ),
  edge: new RegExp(`^ {2}(n\\d+) (?:-->|-\\.->)(?:\\|${label}\\|)? (n\\d+)$`),
  subgraph: new RegExp(`^ +subgraph (c\\d+)\\[${label}\\]$`),
  end: /^ +end$/,
  classDef: /^ {2}classDef \w+ [a-z-]+:[#\w ]+(?:,[a-z-]+:[#\w ]+)*$/,
  class: /^ {2}class [nc]\d+(?:,[nc]\d+)* \w+$/,
};

/** Reads a flowchart, of which every line must be of one of a few strict forms. Text stands between quotes only. */
export function parseMermaid(text: string): Flowchart {
  const nodes: { id: string; lines: string[] }[] = [];
  const edges: { from: string; to: string; label: string }[] = [];
  const subgraphs: string[] = [];
  let open = 0;
  const lines = text.split("\n");
  if (lines.pop() !== "" || !patterns.setting.test(lines.shift()!) || !patterns.head.test(lines.shift()!))
    throw new Error(`not a flowchart: ${text.slice(0, 80)}`);
  for (const line of lines) {
    const node = patterns.node.exec(line);
    const edge = patterns.edge.exec(line);
    const subgraph = patterns.subgraph.exec(line);
    if (node) nodes.push({ id: node[1]!, lines: node[2]!.split("<br/>").map(decode) });
    else if (edge) edges.push({ from: edge[1]!, label: decode(edge[2] ?? ""), to: edge[3]! });
    else if (subgraph) {
      subgraphs.push(decode(subgraph[2]!));
      open++;
    } else if (patterns.end.test(line)) open--;
    else if (!patterns.classDef.test(line) && !patterns.class.test(line)) throw new Error(`what is ${line}?`);
    if (open < 0) throw new Error("an end too many");
  }
  if (open !== 0) throw new Error("a subgraph without an end");
  return { nodes, edges, subgraphs };
}

function decode(written: string): string {
  return written
    .replace(/<\/?[bi]>/g, "")
    .replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll("\u200b", "");
}
