// Guest. Whether the component is being built or serves. A module's top level runs at build time, where a mistake must
// stop the build; from the first request on nothing of the SDK may fail the tool.

export const phase = {
  /** False at build time. `beginRequest` sets it. */
  isServing: false,
};
