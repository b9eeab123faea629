import { attribute, defineBlock } from "@chainrule/core";
import { headArguments, sigmoidHead } from "./head.js";

/**
 * The output of a network that answers several yes-or-no questions at once: a sigmoid for each, and the cross
 * entropies of all of them.
 *
 * x is [N, n] and y [N, labels], each 0 or 1; the result `p` is [N, labels]. Inner ids: `W`, `b`, `z`, `p`, `loss`,
 * `accuracy` (the share of right answers).
 */
export const multilabelBlock = defineBlock({
  name: "multilabel",
  doc: { summary: "a head for several labels: a sigmoid for each, and their cross entropies as `loss`" },
  arguments: { labels: attribute.integer({ doc: "how many labels there are", min: 1 }), ...headArguments },
  body: ({ labels, ...settings }) => sigmoidHead({ units: labels, ...settings }),
});
