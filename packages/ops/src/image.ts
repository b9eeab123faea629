export * from "./image/conv2d.js";
export * from "./image/maxPool2d.js";
