import type { State } from "@chainrule/core";

/**
 * Measures how far parameters move. Each call gives the Euclidean norm of what changed since the call before
 * (at first: since this was made), all parameters taken as one vector.
 */
export function parameterChange(state: State, parameters: readonly string[]): () => number {
  const last = parameters.map((id) => Float64Array.from(state.peek(id).data));
  return () => {
    let sum = 0;
    parameters.forEach((id, i) => {
      const before = last[i]!;
      const { data } = state.peek(id);
      for (let j = 0; j < data.length; j++) {
        const change = data[j]! - before[j]!;
        sum += change * change;
        before[j] = data[j]!;
      }
    });
    return Math.sqrt(sum);
  };
}
