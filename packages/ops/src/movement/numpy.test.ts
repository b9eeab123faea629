import { elementCount, type StaticShape } from "@chainrule/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { expectMoved, type Moved, type Origin } from "../testing/moved.js";
import {
  broadcastTo,
  concat,
  concatAll,
  flatten,
  pad,
  reshape,
  slice,
  split,
  squeeze,
  stack,
  tile,
  transpose,
  unsqueeze,
} from "../movement.js";

/** No elements, one, and primes, so that no two products of sizes are equal by chance. */
const size = fc.constantFrom<number[]>(0, 1, 1, 2, 3, 5, 7);
const shapeOf = (least: number, most: number): fc.Arbitrary<StaticShape> =>
  fc
    .array(size, { minLength: least, maxLength: most })
    .filter((shape) => shape.reduce((count, dim) => count * dim, 1) <= 500);
const anyShape = shapeOf(0, 5);
/** A shape and one of its axes; whether it is to be named from the end. */
const shapeAndAxis = shapeOf(1, 5).chain((shape) =>
  fc.record({ shape: fc.constant(shape), front: fc.nat(shape.length - 1), fromEnd: fc.boolean() }),
);

/** The axis as it is handed to an op. */
const named = (front: number, rank: number, fromEnd: boolean): number => (fromEnd ? front - rank : front);
const from = (index: readonly number[], input = 0): Origin => ({ input, index });
const withDim = (shape: StaticShape, axis: number, dim: number): number[] =>
  shape.map((own, i) => (i === axis ? dim : own));
const withPlace = withDim;

function agrees<T>(name: string, cases: fc.Arbitrary<T>, moved: (drawn: T) => Moved, numRuns = 80): void {
  test(name, () => {
    fc.assert(
      fc.property(cases, (drawn) => expectMoved(moved(drawn))),
      { numRuns },
    );
  });
}

/** The places of `x[start:stop:step]`, as Python counts them; undefined stands for a place that is left out. */
function pythonPlaces(
  length: number,
  start: number | undefined,
  stop: number | undefined,
  step: number,
): number[] {
  const places: number[] = [];
  let place = start === undefined ? (step > 0 ? 0 : length - 1) : start < 0 ? start + length : start;
  const end = stop === undefined ? (step > 0 ? length : -1) : stop < 0 ? stop + length : stop;
  for (; step > 0 ? place < end : place > end; place += step) places.push(place);
  return places;
}

/** Places that are there, in the order that the step asks for, counted from either end or left out. */
const sliceCase = fc
  .record({
    at: shapeAndAxis,
    a: fc.nat(7),
    b: fc.nat(7),
    step: fc.integer({ min: -4, max: 4 }).filter((step) => step !== 0),
    isOpen: fc.tuple(fc.boolean(), fc.boolean()),
    isNegative: fc.tuple(fc.boolean(), fc.boolean()),
  })
  .map(({ at, a, b, step, isOpen, isNegative }) => {
    const length = at.shape[at.front]!;
    const last = step > 0 ? length : length - 1;
    const [low, high] = [Math.min(a, b, Math.max(0, last)), Math.min(Math.max(a, b), Math.max(0, last))];
    const [first, end] = step > 0 ? [low, high] : [high, low];
    const place = (value: number, isLeftOut: boolean, turn: boolean): number | undefined => {
      if (isLeftOut || (step < 0 && length === 0)) return undefined;
      return turn && value < length ? value - length : value;
    };
    return {
      ...at,
      step,
      start: place(first, isOpen[0], isNegative[0]),
      stop: place(end, isOpen[1], isNegative[1]),
    };
  });

agrees(
  "slice takes the places that Python's loop takes, forwards and backwards",
  sliceCase,
  ({ shape, front, fromEnd, start, stop, step }) => {
    const places = pythonPlaces(shape[front]!, start, stop, step);
    const options = { ...(start !== undefined && { start }), ...(stop !== undefined && { stop }), step };
    return {
      shapes: [shape],
      call: ([x]) => slice(x!, { axis: named(front, shape.length, fromEnd), ...options }),
      shape: withDim(shape, front, places.length),
      origin: (index) => from(withPlace(index, front, places[index[front]!]!)),
    };
  },
  200,
);

agrees(
  "pad puts x between margins, and its elements apart",
  anyShape.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      axes: fc.shuffledSubarray(shape.map((_, axis) => axis)),
      margins: fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(2)), { minLength: 5, maxLength: 5 }),
      fromEnd: fc.boolean(),
      value: fc.constantFrom(0, 0, -7),
    }),
  ),
  ({ shape, axes, margins, fromEnd, value }) => {
    const [before, after, between] = [0, 1, 2].map((k) => axes.map((_, i) => margins[i]![k]!)) as number[][];
    const at = (list: number[], axis: number): number => list[axes.indexOf(axis)] ?? 0;
    return {
      shapes: [shape],
      call: ([x]) =>
        pad(x!, {
          axis: axes.map((axis) => named(axis, shape.length, fromEnd)),
          before: before!,
          after: after!,
          between: between!,
          value,
        }),
      shape: shape.map((dim, axis) => {
        let length = at(before!, axis);
        for (let i = 0; i < dim; i++) length += 1 + (i > 0 ? at(between!, axis) : 0);
        return length + at(after!, axis);
      }),
      origin(index) {
        const place: number[] = [];
        for (const [axis, i] of index.entries()) {
          const apart = i - at(before!, axis);
          const gap = at(between!, axis) + 1;
          if (apart < 0 || apart % gap !== 0 || apart / gap >= shape[axis]!) return value;
          place.push(apart / gap);
        }
        return from(place);
      },
    };
  },
  150,
);

agrees("squeeze of all axes of size 1", anyShape, (shape) => ({
  shapes: [shape],
  call: ([x]) => squeeze(x!),
  shape: shape.filter((dim) => dim !== 1),
  origin: (index) => {
    const rest = [...index];
    return from(shape.map((dim) => (dim === 1 ? 0 : rest.shift()!)));
  },
}));

const newAxes = fc
  .record({ shape: shapeOf(0, 3), flags: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }) })
  .map(({ shape, flags }) => {
    // True: a new axis; the others are those of x, in order.
    const isNew: boolean[] = [];
    let left = shape.length;
    for (const flag of flags) {
      if (flag && isNew.length < 5) isNew.push(true);
      else if (left-- > 0) isNew.push(false);
    }
    while (isNew.filter((flag) => !flag).length < shape.length) isNew.push(false);
    return { shape, isNew };
  });

function widened({ shape, isNew }: { shape: StaticShape; isNew: boolean[] }) {
  const axes = isNew.flatMap((flag, axis) => (flag ? [axis] : []));
  const dims = [...shape];
  return { axes, wide: isNew.map((flag) => (flag ? 1 : dims.shift()!)) };
}

agrees(
  "unsqueeze puts axes of size 1 where it is told",
  fc.tuple(newAxes, fc.boolean()),
  ([drawn, fromEnd]) => {
    const { axes, wide } = widened(drawn);
    return {
      shapes: [drawn.shape],
      call: ([x]) => unsqueeze(x!, { axes: axes.map((axis) => named(axis, wide.length, fromEnd)).reverse() }),
      shape: wide,
      origin: (index) => from(index.filter((_, axis) => !drawn.isNew[axis])),
    };
  },
);

agrees(
  "squeeze of the axes that it is told, and no others",
  fc.tuple(newAxes, fc.boolean()),
  ([drawn, fromEnd]) => {
    const { axes, wide } = widened(drawn);
    return {
      shapes: [wide],
      call: ([x]) => squeeze(x!, { axes: axes.map((axis) => named(axis, wide.length, fromEnd)) }),
      shape: drawn.shape,
      origin(index) {
        const rest = [...index];
        return from(wide.map((_, axis) => (drawn.isNew[axis] ? 0 : rest.shift()!)));
      },
    };
  },
);

agrees(
  "reshape finds what -1 stands for",
  fc.record({
    primes: fc.array(fc.constantFrom(1, 2, 3, 5, 0), { maxLength: 5 }),
    cuts: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
    at: fc.nat(5),
  }),
  ({ primes, cuts, at }) => {
    // Neighbours are merged at other places in either shape.
    const merged = (flags: readonly boolean[]): number[] =>
      primes.reduce<number[]>((shape, dim, i) => {
        if (i > 0 && flags[i]) shape[shape.length - 1]! *= dim;
        else shape.push(dim);
        return shape;
      }, []);
    const [shape, other] = [merged(cuts.slice(0, 5)), merged(cuts.slice(5))];
    const hole = other.length === 0 ? -1 : at % other.length;
    const isClear = other.every((dim, axis) => axis === hole || dim !== 0);
    return {
      shapes: [shape],
      call: ([x]) => reshape(x!, isClear ? withDim(other, hole, -1) : other),
      shape: other,
      origin(index) {
        let place = index.reduce((sum, i, axis) => sum * other[axis]! + i, 0);
        const own: number[] = [];
        for (const dim of [...shape].reverse()) {
          own.unshift(place % dim);
          place = (place - (place % dim)) / dim;
        }
        return from(own);
      },
    };
  },
);

agrees("flatten merges the axes from any one on", shapeAndAxis, ({ shape, front, fromEnd }) => {
  const behind = shape.slice(front);
  return {
    shapes: [shape],
    call: ([x]) => flatten(x!, { axis: named(front, shape.length, fromEnd) }),
    shape: [...shape.slice(0, front), elementCount(behind)],
    origin(index) {
      let place = index.at(-1)!;
      const own: number[] = [];
      for (const dim of [...behind].reverse()) {
        own.unshift(place % dim);
        place = (place - (place % dim)) / dim;
      }
      return from([...index.slice(0, -1), ...own]);
    },
  };
});

agrees(
  "transpose takes axis axes[i] of x as its axis i",
  anyShape.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      order: fc.shuffledSubarray(
        shape.map((_, axis) => axis),
        { minLength: shape.length },
      ),
    }),
  ),
  ({ shape, order }) => ({
    shapes: [shape],
    call: ([x]) => transpose(x!, { axes: order }),
    shape: order.map((axis) => shape[axis]!),
    origin: (index) => from(shape.map((_, axis) => index[order.indexOf(axis)]!)),
  }),
);

agrees(
  "broadcastTo repeats along new axes and those of size 1",
  fc.record({
    shape: anyShape,
    drop: fc.nat(5),
    ones: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  }),
  ({ shape, drop, ones }) => {
    const lead = Math.min(drop, shape.length);
    const own = shape.slice(lead).map((dim, axis) => (ones[axis] ? 1 : dim));
    return {
      shapes: [own],
      call: ([x]) => broadcastTo(x!, shape),
      shape,
      origin: (index) => from(index.slice(lead).map((i, axis) => (own[axis] === 1 ? 0 : i))),
    };
  },
);

agrees(
  "tile repeats x along axes, and has new ones where there are more numbers than axes",
  fc.record({
    shape: shapeOf(0, 4),
    repeats: fc.array(fc.constantFrom<number[]>(0, 1, 1, 2, 3), { maxLength: 5 }),
  }),
  ({ shape, repeats }) => {
    const rank = Math.max(shape.length, repeats.length);
    const own = [...Array<number>(rank - shape.length).fill(1), ...shape];
    const times = [...Array<number>(rank - repeats.length).fill(1), ...repeats];
    return {
      shapes: [shape],
      call: ([x]) => tile(x!, { repeats }),
      shape: own.map((dim, axis) => dim * times[axis]!),
      origin: (index) => from(index.map((i, axis) => i % own[axis]!).slice(rank - shape.length)),
    };
  },
);

agrees(
  "stack puts any number of values along any new axis",
  fc.record({
    shape: shapeOf(0, 4),
    count: fc.integer({ min: 1, max: 6 }),
    at: fc.nat(4),
    fromEnd: fc.boolean(),
  }),
  ({ shape, count, at, fromEnd }) => {
    const axis = Math.min(at, shape.length);
    return {
      shapes: Array.from({ length: count }, () => shape),
      call: (values) => stack(values, { axis: named(axis, shape.length + 1, fromEnd) }),
      shape: [...shape.slice(0, axis), count, ...shape.slice(axis)],
      origin: (index) =>
        from(
          index.filter((_, i) => i !== axis),
          index[axis],
        ),
    };
  },
);

agrees(
  "concatAll joins any number of values of other lengths",
  fc.record({
    at: shapeAndAxis,
    lengths: fc.array(fc.constantFrom<number[]>(0, 1, 2, 3), { minLength: 1, maxLength: 6 }),
  }),
  ({ at: { shape, front, fromEnd }, lengths }) => {
    const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((sum, length) => sum + length, 0));
    return {
      shapes: lengths.map((length) => withDim(shape, front, length)),
      call: (values) => concatAll(values, { axis: named(front, shape.length, fromEnd) }),
      shape: withDim(shape, front, ends.at(-1)!),
      origin(index) {
        const input = ends.findIndex((end) => index[front]! < end);
        return from(withPlace(index, front, index[front]! - (ends[input - 1] ?? 0)), input);
      },
    };
  },
);

const splitCase = fc.record({
  at: shapeAndAxis,
  lengths: fc.array(fc.constantFrom<number[]>(0, 1, 2, 3), { minLength: 1, maxLength: 5 }),
  isEqual: fc.boolean(),
  pick: fc.nat(4),
  fromEnd: fc.boolean(),
});

agrees("split cuts an axis into equal parts, or parts of given lengths", splitCase, (drawn) => {
  const { shape, front, fromEnd } = drawn.at;
  const lengths = drawn.isEqual ? drawn.lengths.map(() => drawn.lengths[0]!) : drawn.lengths;
  const whole = withDim(
    shape,
    front,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  const number = drawn.pick % lengths.length;
  const before = lengths.slice(0, number).reduce((sum, length) => sum + length, 0);
  return {
    shapes: [whole],
    call([x]) {
      const axis = named(front, shape.length, fromEnd);
      const parts = split(x!, { axis, parts: drawn.isEqual ? lengths.length : lengths });
      expect(parts).toHaveLength(lengths.length);
      return parts[number]!;
    },
    shape: withDim(shape, front, lengths[number]!),
    origin: (index) => from(withPlace(index, front, before + index[front]!)),
  };
});

agrees("what split takes apart, concatAll puts together", splitCase, (drawn) => {
  const { shape, front, fromEnd } = drawn.at;
  const whole = withDim(
    shape,
    front,
    drawn.lengths.reduce((sum, length) => sum + length, 0),
  );
  const axis = named(front, shape.length, fromEnd);
  return {
    shapes: [whole],
    call: ([x]) => concatAll(split(x!, { axis, parts: drawn.lengths }), { axis }),
    shape: whole,
    origin: (index) => from(index),
  };
});

agrees("concat of two", shapeAndAxis, ({ shape, front, fromEnd }) => ({
  shapes: [shape, shape],
  call: ([a, b]) => concat(a!, b!, { axis: named(front, shape.length, fromEnd) }),
  shape: withDim(shape, front, 2 * shape[front]!),
  origin(index) {
    const isSecond = index[front]! >= shape[front]!;
    return from(isSecond ? withPlace(index, front, index[front]! - shape[front]!) : index, isSecond ? 1 : 0);
  },
}));
