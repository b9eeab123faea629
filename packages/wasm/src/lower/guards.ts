import { phases } from "@chainrule/core";
import type { Nest } from "../ir/program.js";
import { type Lifetime, space } from "./arena.js";
import type { Groups } from "./groups.js";
import type { Buffer } from "./value.js";

/** Bytes behind a buffer that nobody may write from the first to the last group that uses it. */
export interface Guard {
  /** The buffer before it. */
  readonly name: string;
  readonly at: number;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** The guards of a plan, for tests, and the calls that lay and check them. */
export interface GuardPlan {
  readonly guards: readonly Guard[];
  /** By number of the call: kernels of the plan come before them. */
  readonly calls: readonly GuardCall[];
}

/** Before a group guards are laid, after it they are checked. */
export interface GuardCall {
  readonly lays: readonly Guard[];
  readonly checks: readonly Guard[];
}

/** What is guarded: all of a region's buffers, what is before and behind it, and the state. */
export interface Guarded {
  readonly lives: readonly Lifetime[];
  readonly gap: number;
  /** Around the buffers: bytes of nobody. */
  readonly before: { readonly at: number; readonly bytes: number };
  readonly behind: { readonly at: number; readonly bytes: number };
  /** Buffers of the state, which have room behind them. */
  readonly state: readonly Buffer[];
}

/** The guards of a plan: those of single buffers while they live, the others always. */
export function guardsOf({ lives, gap, before, behind, state }: Guarded, groups: Groups): GuardPlan {
  const end = groups.all.length;
  const always = { first: -1, last: end };
  const guards: Guard[] = [
    { name: "nothing: it is where the region begins", ...before, ...always },
    { name: "nothing: it is where the region ends", ...behind, ...always },
    ...state.map((buffer) => ({ ...behindOf(buffer, buffer.room ?? buffer.bytes), ...always })),
    ...lives.map(({ buffer, first, last }) => ({
      ...behindOf(buffer, space(buffer, gap)),
      first,
      last,
    })),
  ].filter(({ bytes }) => bytes > 0);
  const ends = phases.map((phase) => groups.ranges[phase][1] - 1);
  const calls = groups.all.flatMap((_, group): GuardCall[] => {
    // A buffer that takes another's place takes over its guard as it is.
    const isLaid = ({ at, first }: Guard): boolean =>
      guards.some((other) => other.at === at && other.first < first && other.last >= first);
    const lays = guards.filter((guard) => guard.first === group && !isLaid(guard));
    const isLast = ends.includes(group);
    const checks = guards.filter(
      ({ first, last }) => first <= group && (last === group || (isLast && last > group)),
    );
    return [
      { lays, checks: [] },
      { lays: [], checks },
    ];
  });
  return { guards, calls };
}

function behindOf({ name, at, bytes }: Buffer, room: number): Pick<Guard, "name" | "at" | "bytes"> {
  return { name, at: at + bytes, bytes: room - bytes };
}

/** The title of nests that call guards, for readers of the IR. */
export const guardTitle = "guards";

/** Calls number `call` of the guards, which come after the plan's kernels; nothing where it has nothing to do. */
export function guardNest({ calls }: GuardPlan, call: number, kernels: number): Nest[] {
  const { lays, checks } = calls[call]!;
  if (lays.length + checks.length === 0) return [];
  return [
    {
      kind: "nest",
      title: guardTitle,
      body: [{ kind: "kernel", index: kernels + call, name: lays.length > 0 ? "lay" : "check" }],
    },
  ];
}
