// As much of ONNX's protobuf as the training graph needs, written field by field (onnx.proto3, IR version 8).

/** A varint; the numbers here are never negative. */
function varint(value) {
  const bytes = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
}

const integer = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);

function bytes(field, content) {
  const body = Buffer.from(content);
  return Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);
}

function float(field, value) {
  const body = Buffer.alloc(4);
  body.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), body]);
}

const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

const elementTypes = { float32: 1, int32: 6, int64: 7 };

/** An attribute: a number with a point or an exponent is told apart by `{ float }`. */
function attribute(name, value) {
  if (typeof value === "object") return message(5, bytes(1, name), float(2, value.float), integer(20, 1));
  return message(5, bytes(1, name), integer(3, value), integer(20, 2));
}

const valueInfo = (field, { name, type, shape }) =>
  message(
    field,
    bytes(1, name),
    message(
      2,
      message(
        1,
        integer(1, elementTypes[type]),
        message(2, ...shape.map((size) => message(1, integer(1, size)))),
      ),
    ),
  );

/** Appends nodes and constants, and encodes them as a model of opset 17. */
export class OnnxGraph {
  #nodes = [];
  #constants = [];
  #count = 0;

  /** A node of one output; returns the output's name. */
  node(op, inputs, attributes = {}, output = `v${this.#count++}`) {
    const parts = Object.entries(attributes).map(([name, value]) => attribute(name, value));
    const names = inputs.map((name) => bytes(1, name));
    this.#nodes.push(message(1, ...names, bytes(2, output), bytes(4, op), ...parts));
    return output;
  }

  /** A constant from a typed array; returns its name. */
  constant(data, shape) {
    const type = { Float32Array: "float32", Int32Array: "int32", BigInt64Array: "int64" }[
      data.constructor.name
    ];
    const name = `c${this.#count++}`;
    const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const dims = shape.map((size) => integer(1, size));
    this.#constants.push(message(5, ...dims, integer(2, elementTypes[type]), bytes(8, name), bytes(9, raw)));
    return name;
  }

  scalar(value) {
    return this.constant(Float32Array.of(value), []);
  }

  /** @param inputs and outputs as { name, type, shape } */
  encode(inputs, outputs) {
    const graph = message(
      7,
      ...this.#nodes,
      bytes(2, "step"),
      ...this.#constants,
      ...inputs.map((input) => valueInfo(11, input)),
      ...outputs.map((output) => valueInfo(12, output)),
    );
    return Buffer.concat([integer(1, 8), graph, message(8, bytes(1, ""), integer(2, 17))]);
  }
}
