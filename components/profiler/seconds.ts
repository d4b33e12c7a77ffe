// Guest. How long a profile is to take: `?seconds=`. Runs on plain Node as well.

const shortest = 1;
const longest = 300;
const usual = 30;

/**
 * A whole number of seconds, or what is wrong with it. `hostLimit` (PROFILE_MAX_SECONDS) is after how many seconds the host
 * ends a request: a profile must be shorter.
 */
export function readSeconds(url: URL, hostLimit: string | undefined): { seconds: number } | { error: string } {
  const asked = url.searchParams.get('seconds');
  const seconds = asked === null ? usual : Number(asked);
  if (asked !== null && !(/^\d{1,4}$/.test(asked) && seconds >= shortest && seconds <= longest)) {
    return { error: `seconds: found "${asked}", expected a whole number from ${shortest} to ${longest}` };
  }
  const limit = hostLimit === undefined || hostLimit === '' ? Number.POSITIVE_INFINITY : Number(hostLimit);
  if (!(limit > 0)) {
    return { error: `PROFILE_MAX_SECONDS: found "${hostLimit}", expected seconds; correct it in spin.toml` };
  }
  if (seconds < limit) return { seconds };
  const found = asked === null ? `${usual}, the default` : seconds;
  return {
    error: `seconds: found ${found}, but this host ends a request after ${limit} s (PROFILE_MAX_SECONDS): ask for fewer`,
  };
}
