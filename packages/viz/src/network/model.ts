/** A matrix of weights as it lies between two layers: row i belongs to unit i before, column j to unit j behind. */
export interface Weights {
  /** The node that they are. */
  readonly id: string;
  readonly rows: number;
  readonly columns: number;
  /** Row by row, where they are known. */
  readonly numbers?: readonly number[];
}

/** What every unit of a layer adds to its sum. */
export interface Bias {
  readonly id: string;
  /** One a unit, where they are known. */
  readonly numbers?: readonly number[];
}

/** What becomes of a unit's sum. */
export interface Activation {
  /** Ops, in their order: `tanh`, or `tanh, dropout`. */
  readonly name: string;
  /** False where a unit's value depends on the sums of others, as softmax's does. */
  readonly isElementwise: boolean;
  /** Its values at equal steps from -3 to 3, where it is a function of one number. */
  readonly curve?: readonly number[];
}

/** Units side by side. */
export interface Layer {
  /** The node whose value the units hold, activation included. */
  readonly node: string;
  /** The layer's block, or the node. */
  readonly title: string;
  readonly role: "input" | "hidden" | "output";
  readonly units: number;
  /** How many layers lie before it, on the longest way. */
  readonly column: number;
  /** The axis of the node along which its units lie; along the other lie examples. */
  readonly axis: "first" | "last";
  readonly bias?: Bias;
  readonly activation?: Activation;
  /** Names under which the graph gives its value out. */
  readonly outputs: readonly string[];
}

/** One edge for each weight: every unit of one layer with every unit of another. */
export interface Connection {
  /** Positions of the layers. */
  readonly from: number;
  readonly to: number;
  readonly weights: Weights;
}

/** A graph as layers of units: plain data, without coordinates. */
export interface Network {
  readonly name: string;
  /** By column; each stands after those that it takes its values from. */
  readonly layers: readonly Layer[];
  /** By the layer that they lead to. */
  readonly connections: readonly Connection[];
}
