import fc from "fast-check";
import { expect, test } from "vitest";
import { edit } from "./edit.js";
import { applyPatches } from "./editApply.js";
import { commit, type History, historyOf, redo, undo } from "./history.js";

fc.configureGlobal({ seed: 1 });

interface Document {
  readonly lr: number;
  readonly units: readonly number[];
}
const first: Document = { lr: 0.1, units: [4] };
const setRate = (history: History<Document>, lr: number, group?: string): History<Document> =>
  commit(
    history,
    edit(history.present, (draft) => void (draft.lr = lr)),
    { group },
  );

test("undo gives the very document back, redo the edited one", () => {
  const edited = setRate(historyOf(first), 0.2);
  expect(edited.present).toEqual({ lr: 0.2, units: [4] });
  expect(undo(edited).present).toBe(first);
  expect(redo(undo(edited)).present).toBe(edited.present);
  expect(undo(undo(edited)).present).toBe(first);
  expect(redo(edited)).toBe(edited);
});

test("a new edit forgets what was undone", () => {
  const other = setRate(undo(setRate(historyOf(first), 0.2)), 0.3);
  expect(other.future).toEqual([]);
  expect(redo(other).present.lr).toBe(0.3);
});

test("a drag is one step, with the patches of one", () => {
  let history = setRate(historyOf(first), 0.2);
  for (const lr of [0.3, 0.4, 0.5]) history = setRate(history, lr, "lr");
  expect(history.past).toHaveLength(2);
  expect(history.past[1]).toMatchObject({
    patches: [{ op: "replace", path: ["lr"], value: 0.5 }],
    inverse: [{ op: "replace", path: ["lr"], value: 0.2 }],
    group: "lr",
  });
  expect(undo(history).present.lr).toBe(0.2);
});

test("a drag back to where it began is no step; what lies between parts two drags", () => {
  const dragged = setRate(setRate(historyOf(first), 0.2, "lr"), 0.1, "lr");
  expect(dragged.past).toEqual([]);
  expect(dragged.present).toBe(first);
  const parted = setRate(setRate(setRate(historyOf(first), 0.2, "lr"), 0.3), 0.4, "lr");
  expect(parted.past).toHaveLength(3);
  const undone = setRate(undo(setRate(setRate(historyOf(first), 0.2, "lr"), 0.3)), 0.4, "lr");
  expect(undone.past).toHaveLength(2);
});

test("an edit without a change is no step; one of another document is a mistake of the program", () => {
  const history = historyOf(first);
  expect(setRate(history, 0.1)).toBe(history);
  expect(() =>
    commit(
      history,
      edit({ ...first }, (draft) => void (draft.lr = 1)),
    ),
  ).toThrow(TypeError);
  expect(() => historyOf(first, 0)).toThrow(RangeError);
});

test("only so many steps are kept", () => {
  let history = historyOf(first, 2);
  for (const lr of [1, 2, 3, 4]) history = setRate(history, lr);
  expect(undo(undo(undo(history))).present.lr).toBe(2);
});

const change = fc.oneof(
  fc.record({ lr: fc.constantFrom(0.1, 0.2, 0.3), group: fc.constantFrom(undefined, "lr") }),
  fc.record({ push: fc.nat(3) }),
  fc.constant("pop" as const),
);

function changed(history: History<Document>, step: typeof change extends fc.Arbitrary<infer T> ? T : never) {
  const edited = edit(history.present, (draft) => {
    if (step === "pop") draft.units.pop();
    else if ("push" in step) draft.units.push(step.push);
    else draft.lr = step.lr;
  });
  return commit(history, edited, {
    group: typeof step === "object" && "lr" in step ? step.group : undefined,
  });
}

test("after any edits, undoing all gives the first document itself and redoing all the last", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const last = changes.reduce(changed, historyOf(first));
      let back = last;
      const documents = [back.present];
      while (back.past.length > 0) documents.push((back = undo(back)).present);
      expect(back.present).toBe(first);
      let again = back;
      for (const document of documents.reverse().slice(1)) {
        again = redo(again);
        expect(again.present).toBe(document);
      }
      expect(again).toEqual(last);
    }),
  );
});

test("the patches of all steps lead from the first document to the last, their inverses back", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const { past, present } = changes.reduce(changed, historyOf(first));
      const there = past.reduce((document, { patches }) => applyPatches(document, patches).value, first);
      expect(there).toEqual(present);
      const back = past.reduceRight(
        (document, { inverse }) => applyPatches(document, inverse).value,
        present,
      );
      expect(back).toEqual(first);
    }),
  );
});
