import { dot } from "../dot/dot.js";
import type { Theme } from "../theme.js";
import type { Deck } from "./deck.js";

/** The picture of every frame as DOT text. Boxes stand where they stand in the whole picture. */
export function frameDots(deck: Deck, options: { readonly theme?: Theme } = {}): string[] {
  return deck.frames.map(({ picture, emphasis }) => dot(deck.pictures[picture]!, { ...options, emphasis }));
}
