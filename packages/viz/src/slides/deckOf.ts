import type { Derivation, Phase } from "@chainrule/core";
import { annotate } from "../view/annotate.js";
import type { Box, View } from "../view/model.js";
import { view } from "../view/view.js";
import type { Deck, Frame } from "./deck.js";
import type { Lecture } from "./lecture.js";
import { passFrames } from "./passFrames.js";
import { pathFrames } from "./pathFrames.js";

/** What a deck walks through: one pass, the paths of the chain rule, or a training step from end to end. */
export const deckPasses = ["forward", "backward", "paths", "step"] as const;
export type DeckPass = (typeof deckPasses)[number];

export interface DeckOptions {
  readonly pass: DeckPass;
  /** For `paths`: one for each node that is differentiated by. */
  readonly derivations?: readonly Derivation[];
}

const subtitles: Readonly<Record<DeckPass, string>> = {
  forward: "The forward pass, one value at a time",
  backward: "The backward pass, one gradient at a time",
  paths: "The chain rule: a gradient is the sum over all paths",
  step: "One training step: forward, backward, update",
};

/**
 * A deck: a picture for each pass, in which all numbers stand, and the frames that walk through it.
 * @param lecture its graph must hold the passes that are asked for
 */
export function deckOf(lecture: Lecture, { pass, derivations = [] }: DeckOptions): Deck {
  const passes: readonly Phase[] =
    pass === "step" ? ["forward", "backward", "update"] : [pass === "backward" ? "backward" : "forward"];
  const pictures = passes.map((phase) => pictureOf(lecture, phase));
  const frames =
    pass === "paths"
      ? derivations.flatMap((derivation) => pathFrames(derivation, lecture, pictures[0]!, 0))
      : passes.flatMap((phase, i): Frame[] => passFrames(lecture, pictures[i]!, i, phase));
  return { title: lecture.graph.name, subtitle: subtitles[pass], pictures, frames };
}

function pictureOf({ graph, of, values, registry }: Lecture, pass: Phase): View {
  const whole = annotate(view(graph, { pass, registry, of }), { values });
  const { caption: _, ...picture } = whole;
  return pass === "backward" ? { ...picture, boxes: picture.boxes.map(withoutRule) } : picture;
}

/** A gradient's rule is written beneath the picture, so its box need not tell it. */
function withoutRule(box: Box): Box {
  return ["gradient", "contribution", "sum", "seed"].includes(box.role) ? { ...box, lines: [] } : box;
}
