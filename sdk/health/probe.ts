// Guest. One request to a component that answers probes: what it asks for, and the answer.
import { later } from '../later.ts';
import { logger } from '../log/logger.ts';
import { carriesToken, drainToken, healthToken } from './access.ts';
import { answerCall, checksAskedFor } from './apart.ts';
import { answerDrain } from './drain-request.ts';
import { type CheckSource, type Findings, failedRound, findingsOf } from './findings.ts';
import { bodyOf, formFor } from './forms.ts';
import { recordRound } from './metrics.ts';
import { text } from './plain-text.ts';
import { reasonOf } from './reason.ts';
import { reportOf } from './report.ts';
import { healthSettings } from './settings.ts';

export interface Probe {
  /** Reads configuration, so it is called in a request; throws when that makes no sense. */
  checks: () => CheckSource;
  /** Whether the drain flag counts: in readiness. */
  hasDrain: boolean;
}

const methods = 'GET, HEAD, OPTIONS';

/**
 * Answers a probe: 200, or 503 for `unhealthy`, never cached. OPTIONS, HAProxy's default probe, sees the same status as GET.
 * Never rejects, and takes less than a second but where the health store itself blocks.
 */
export async function answerProbe(event: FetchEvent, probe: Probe): Promise<Response> {
  try {
    return await answer(event, probe);
  } catch (error) {
    logger.error('a probe could not be answered', { error });
    return text(500, 'internal server error');
  }
}

async function answer(event: FetchEvent, probe: Probe): Promise<Response> {
  const { request } = event;
  const asked = checksAskedFor(request);
  if (asked !== undefined) return answerCall(asked, probe.checks().make());
  const path = pathInfo(request);
  if (path === '/drain' && probe.hasDrain) return answerDrain(request, healthSettings());
  if (path !== '' && path !== '/') return text(404, 'nothing is here');
  if (!methods.split(', ').includes(request.method)) {
    return text(405, `${request.method} is not allowed here: use ${methods}`, { allow: methods });
  }
  const findings = await look(event, probe);
  return render(request, findings, { isReadiness: probe.hasDrain, nowMs: Date.now() });
}

async function look(event: FetchEvent, { checks, hasDrain }: Probe): Promise<Findings> {
  let settings: ReturnType<typeof healthSettings>;
  let source: CheckSource;
  try {
    settings = healthSettings();
    source = checks();
  } catch (error) {
    logger.error('the configuration of health checks makes no sense', { reason: reasonOf(error) });
    return { round: await failedRound('configuration', error) };
  }
  const findings = await findingsOf(source, settings, hasDrain);
  if (source.fingerprint !== '' && findings.round.isOwn)
    event.waitUntil(later(() => recordRound(settings.component, findings.round.results)));
  return findings;
}

interface Rendering {
  isReadiness: boolean;
  nowMs: number;
}

async function render(
  request: Request,
  { round, drainedUntilMs }: Findings,
  { isReadiness, nowMs }: Rendering,
): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const report = reportOf(round.results, {
    details: await maySeeDetails(request),
    exclude: query.getAll('exclude'),
    atMs: round.atMs,
    nowMs,
    ...(drainedUntilMs !== undefined && { drainedUntilMs }),
  });
  const form = formFor(request.headers.get('accept'), query);
  const body = bodyOf(report, form, isReadiness ? 'readyz' : 'livez', query.has('verbose'));
  return new Response(request.method === 'HEAD' ? null : body.text, {
    status: report.status === 'unhealthy' ? 503 : 200,
    headers: { 'content-type': body.contentType, 'cache-control': 'no-store', vary: 'Accept, Authorization' },
  });
}

/** At build time: what every probe runs beside the host's calls (see design decision 5 in ARCHITECTURE.md). */
export async function warmProbe(): Promise<void> {
  const request = new Request('http://warm.up/?verbose', { headers: { 'spin-path-info': '' } });
  checksAskedFor(request);
  pathInfo(request);
  const result = { name: 'a', critical: true, status: 'healthy', durationMs: 0, sinceMs: 0, contrary: 0 } as const;
  const results = JSON.parse(JSON.stringify([result]));
  for (const accept of ['application/json', '*/*']) {
    const round = { results, atMs: 0, isOwn: true, changed: [], isFirst: false };
    await render(new Request(request, { headers: { accept } }), { round }, { isReadiness: true, nowMs: 0 });
  }
}

/** A token that cannot be read hides the details; it must not fail the probe. */
async function maySeeDetails(request: Request): Promise<boolean> {
  try {
    return await carriesToken(request, [healthToken, drainToken]);
  } catch (error) {
    logger.error('the details of health checks are hidden', { reason: reasonOf(error) });
    return false;
  }
}

/** What the route's trailing `...` matched. A host appends it to what a client may have sent: the last value is its own. */
function pathInfo({ headers }: Request): string {
  return headers.get('spin-path-info')?.split(',').at(-1)?.trim() ?? '';
}
