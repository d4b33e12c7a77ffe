// Guest. Where `serve` and the sampler meet. Without safepoints in the component nobody samples and none of this does
// anything: the sampler, which the safepoint plugin adds to a bundle, puts itself here.

/** What a request's samples are labelled with. */
export interface SampledRequest {
  /** Empty: as the environment says. */
  component: string;
  /** Asked when samples are handed over. */
  route(): string;
}

export interface Sampling {
  /** A request begins. True when something is left of a session that nobody ended: call `sweep` after the response. */
  begin(request: SampledRequest): boolean;
  /** Hands over what was sampled since; again after work that went on. Never throws. */
  submit(): void;
  /** Deletes what is left of such sessions. Never throws. */
  sweep(): void;
  /** A label for what is sampled of the request from now on. */
  label(name: string, value: string): void;
}

export const sampling: Sampling = {
  begin: () => false,
  submit() {},
  sweep() {},
  label() {},
};
