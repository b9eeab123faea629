import type { Emphasis } from "../slides/deck.js";
import { litWidth, type Stage, stagedThemes, stagesOf } from "../slides/stage.js";
import type { Theme } from "../theme.js";
import type { View } from "../view/model.js";

/** How one box or edge is drawn. */
export interface Drawn {
  readonly theme: Theme;
  /** A class to find it by. */
  readonly mark?: string;
  /** DOT attributes beside those that every one has. */
  readonly extra: readonly string[];
}

/** How the boxes, by id, and the edges, by their index in the view, are drawn. */
export interface Manner {
  box(id: string): Drawn;
  edge(index: number): Drawn;
}

/** Every box in its stage's colours, where there is an emphasis, and with its mark, where marks are wanted. */
export function mannerOf(view: View, theme: Theme, emphasis: Emphasis | undefined, marks: boolean): Manner {
  const indices = new Map(marks ? view.boxes.map(({ id }, i) => [id, i]) : []);
  const boxMark = (id: string): Pick<Drawn, "mark"> => (marks ? { mark: `b${indices.get(id)!}` } : {});
  const edgeMark = (index: number): Pick<Drawn, "mark"> => (marks ? { mark: `e${index}` } : {});
  if (emphasis === undefined) {
    return {
      box: (id) => ({ theme, ...boxMark(id), extra: [] }),
      edge: (index) => ({ theme, ...edgeMark(index), extra: [] }),
    };
  }
  const stages = stagesOf(view, emphasis);
  const themes = stagedThemes(theme);
  const width = (stage: Stage): string[] => (stage === "lit" ? [`penwidth=${litWidth}`] : []);
  return {
    box(id) {
      const stage = stages.box(id);
      const staged = themes[stage];
      return { theme: staged, ...boxMark(id), extra: [`fontcolor="${staged.muted}"`, ...width(stage)] };
    },
    edge(index) {
      const { kind, ...ends } = view.edges[index]!;
      const stage = stages.edge(ends);
      const staged = themes[stage];
      const color = kind === "flow" ? [`color="${staged.edge}"`] : [];
      return { theme: staged, ...edgeMark(index), extra: [...color, ...width(stage)] };
    },
  };
}
