import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { isIndex, refuseIndex } from "../indexing/refuseIndex.js";
import { greatestClass } from "./greatest.js";

export const confusionMatrixOp = defineOp({
  name: "confusionMatrix",
  doc: { summary: "how many examples of each class (rows) were taken for each class (columns)" },
  inputs: { logits: "float", y: "int" },
  shape({ logits, y }, _, need) {
    need(logits.length >= 1, "logits [examples, classes]");
    need(sameShape(y, logits.slice(0, -1)), "y = logits without the last axis");
    const classes = logits[logits.length - 1]!;
    need(typeof classes === "number", "a number of classes that is known: the last dim of logits");
    need(classes !== 0, "at least one class to choose: the last dim of logits");
    return [classes, classes];
  },
  multiplyAdds: ({ logits }) => logits,
  kernel({ logits, y }, output) {
    const classes = output.shape[0]!;
    output.data.fill(0);
    for (let i = 0; i < y.data.length; i++) {
      const own = y.data[i]!;
      if (!isIndex(own, classes)) throw refuseIndex("confusionMatrix", own, classes);
      output.data[own * classes + greatestClass(logits, i * classes, classes)]!++;
    }
  },
  combines: "sum",
  vjp: { logits: null, y: null },
  samples: [
    {
      inputs: { logits: ["N", 3], y: ["N"] },
      fixed: ["logits", "y"],
      domain: { logits: [-9, 9], y: [0, 3] },
    },
    { inputs: { logits: [2], y: [] }, fixed: ["logits", "y"], domain: { logits: [-9, 9], y: [0, 2] } },
    {
      inputs: { logits: [2, "N", 4], y: [2, "N"] },
      fixed: ["logits", "y"],
      domain: { logits: [-9, 9], y: [0, 4] },
    },
  ],
  latex: (m, { logits, y }) => m.call("confusion", [logits, y]),
});

/**
 * How many examples of each class were taken for each class: element [i, j] counts those of class i whose greatest logit
 * is that of class j; of logits that tie, the first counts. The diagonal is what was right, and all of it adds up to the
 * number of examples. Its derivative is zero. Batches combine to the sum.
 * @param logits float32 or float64, [examples, classes] or any shape that ends in classes: so many as are known
 * @param y int32 class numbers from 0, the shape of logits without classes
 * @returns [classes, classes], of the dtype of logits: exact up to 2²⁴ examples in float32
 * @throws {Refusal} shape-mismatch | dtype-mismatch; index-out-of-range, when it is run
 */
export function confusionMatrix(logits: Value, y: Value): Value {
  return apply(confusionMatrixOp, { logits, y });
}
