// What the safepoint plugin declares at the top of a bundle (scripts/build/safepoints/names.ts). Nobody else has them.

/** Safepoints left until the next look. */
declare var __safepoint_left: number;

/** Called when that is below 0: 1 at a function's entry, else 0. */
declare var __safepoint_look: (atEntry: 0 | 1) => void;

/** Holds a value while a safepoint stands between it and its use. */
declare var __safepoint_value: unknown;

/** `name@hash` of the bundle: the profiler finds its map by that. */
declare var __safepoint_build: string;
