// What `sidecars:metrics/profiles` looks like to TypeScript: wit/registry.wit as the engine's bindings present it.
// Errors are thrown as objects with a `payload`, not as Errors.

declare module 'sidecars:metrics/profiles@0.1.0' {
  export interface Stack {
    /** One frame a line, innermost first: `function@file:line:column`. */
    frames: string;
    samples: number;
    nanoseconds: bigint;
  }

  export interface Profile {
    component: string;
    build: string;
    labels: [string, string][];
    periodNanoseconds: bigint;
    beganNanoseconds: bigint;
    stacks: Stack[];
  }

  export interface Usage {
    part: string;
    family: string;
    component: string;
    bytes: bigint;
    entries: bigint;
  }

  /** All of them throw `{ payload: { tag: 'invalid' | 'store', val: string } }`. */
  export function wanted(): { frequencyHertz: number; sweepDue: boolean };
  export function submit(profile: Profile): void;
  export function keep(session: bigint, seconds: number): boolean;
  export function take(session: bigint): Profile[];
  export function close(session: bigint): void;
  export function sweep(): void;
  export function measure(): Usage[];
}
