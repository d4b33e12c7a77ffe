import { describe, expect, it } from 'vitest';
import { readSeconds } from '../../../components/profiler/seconds.ts';

const read = (query: string, limit?: string) => readSeconds(new URL(`http://a/debug/pprof/profile${query}`), limit);

describe('readSeconds', () => {
  it('takes whole numbers from 1 to 300, and 30 for none', () => {
    expect(['', '?seconds=1', '?seconds=300'].map((query) => read(query))).toEqual([
      { seconds: 30 },
      { seconds: 1 },
      { seconds: 300 },
    ]);
    for (const wrong of ['0', '301', '-1', '1.5', ' 5', '1e1', 'x', '']) {
      expect(read(`?seconds=${wrong}`)).toEqual({
        error: `seconds: found "${wrong}", expected a whole number from 1 to 300`,
      });
    }
  });

  it('says when the host would end the request first', () => {
    expect(read('?seconds=9', '10')).toEqual({ seconds: 9 });
    expect(read('?seconds=10', '10')).toEqual({
      error: 'seconds: found 10, but this host ends a request after 10 s (PROFILE_MAX_SECONDS): ask for fewer',
    });
    expect(read('', '10')).toEqual({ error: expect.stringContaining('found 30, the default') });
    expect(read('', 'soon')).toEqual({ error: expect.stringContaining('PROFILE_MAX_SECONDS: found "soon"') });
  });
});
