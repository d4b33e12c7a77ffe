// Guest, build time. Runs the bindings of `submit` when no host is there (see sdk/warm-push.ts).
import { submit } from 'sidecars:metrics/profiles@0.1.0';

export function warmSubmit(): void {
  try {
    submit({
      component: 'a',
      build: 'a',
      labels: [['route', '/']],
      periodNanoseconds: 1n,
      beganNanoseconds: 1n,
      stacks: [
        { frames: 'a@b:1:1', samples: 1, nanoseconds: 1n },
        { frames: 'a@b:1:1', samples: 1, nanoseconds: Symbol() as unknown as bigint },
      ],
    });
  } catch {
    // expected: a symbol is no number
  }
}
