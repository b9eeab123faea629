export * from "./noise/dropout.js";
