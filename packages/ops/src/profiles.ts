export * from "./profiles/default.js";
export * from "./profiles/ewing.js";
export * from "./profiles/godeep.js";
export * from "./profiles/kent.js";
export * from "./profiles/louppe.js";
export * from "./profiles/yukimura.js";
