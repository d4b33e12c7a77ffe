// Node, build time. What safepoints are made of: variables at the top of the bundle. sdk/profile/safepoint.d.ts declares
// them for the sampler, which is in the same bundle.

/** Safepoints left until `look` is called. */
export const counter = '__safepoint_left';

/** Called when the counter is below 0. */
export const look = '__safepoint_look';

/** Holds a value while a safepoint stands between it and its use. */
export const held = '__safepoint_value';

/** Name and content hash of what was built: the key to the map. */
export const build = '__safepoint_build';
