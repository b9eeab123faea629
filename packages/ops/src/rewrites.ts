export { collapseAffine } from "./rewrites/collapseAffine.js";
export { dropIdentity } from "./rewrites/dropIdentity.js";
export { unfold } from "./rewrites/unfold.js";
