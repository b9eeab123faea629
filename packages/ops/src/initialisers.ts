export * from "./initialisers/constant.js";
export * from "./initialisers/glorot.js";
export * from "./initialisers/he.js";
export * from "./initialisers/normal.js";
export * from "./initialisers/ones.js";
export * from "./initialisers/uniform.js";
export * from "./initialisers/zeros.js";
