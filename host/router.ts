// Node. Finds the component for a path as Spin does: an exact segment beats a parameter, a parameter beats a
// trailing wildcard, and the longest prefix wins.
import type { Trigger } from './manifest-routes.ts';

export interface RouteMatch {
  component: string;
  /** The route as in the manifest, e.g. `/a/:id/...`. */
  rawRoute: string;
  /** The route without its trailing wildcard. */
  componentRoute: string;
  /** What the trailing wildcard matched, with its leading slash; empty without a wildcard. */
  pathInfo: string;
  /** Values of `:name` segments. */
  parameters: [string, string][];
}

interface Route {
  component: string;
  raw: string;
  segments: string[];
  wildcard: boolean;
}

export class Router {
  readonly #routes: Route[];

  constructor(triggers: readonly Trigger[]) {
    this.#routes = triggers
      .filter((trigger) => trigger.route !== undefined)
      .map((trigger) => parseRoute(trigger.component, trigger.route as string))
      .sort((a, b) => rank(b).localeCompare(rank(a)));
  }

  /** `path` has no query. Undefined: nobody's path. */
  match(path: string): RouteMatch | undefined {
    const segments = segmentsOf(path);
    for (const route of this.#routes) {
      const match = matchRoute(route, segments);
      if (match) return match;
    }
    return undefined;
  }
}

/** The match of a chained call: it has no route in the manifest. */
export function syntheticMatch(component: string, path: string): RouteMatch {
  return { component, rawRoute: '/...', componentRoute: '', pathInfo: path, parameters: [] };
}

function parseRoute(component: string, raw: string): Route {
  const segments = segmentsOf(raw);
  const wildcard = segments.at(-1) === '...';
  return { component, raw, segments: wildcard ? segments.slice(0, -1) : segments, wildcard };
}

/** Trailing slashes do not count: `/a/` is `/a`. */
function segmentsOf(path: string): string[] {
  const trimmed = path.replace(/^\/+/, '').replace(/\/+$/, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

/** Sorts routes from best to worst: segment by segment literal (3), parameter (2), wildcard (1), end (4 after all). */
function rank(route: Route): string {
  const kinds = route.segments.map((segment) => (segment.startsWith(':') ? '2' : '3')).join('');
  return kinds + (route.wildcard ? '1' : '4');
}

function matchRoute(route: Route, segments: string[]): RouteMatch | undefined {
  const { segments: wanted } = route;
  if (route.wildcard ? segments.length < wanted.length : segments.length !== wanted.length) return undefined;
  const parameters: [string, string][] = [];
  for (const [index, want] of wanted.entries()) {
    const found = segments[index] as string;
    if (want.startsWith(':')) parameters.push([want.slice(1), found]);
    else if (want !== found) return undefined;
  }
  const rest = segments.slice(wanted.length);
  return {
    component: route.component,
    rawRoute: route.raw,
    componentRoute: route.wildcard ? route.raw.replace(/\/?\.\.\.$/, '') : route.raw,
    pathInfo: route.wildcard && rest.length > 0 ? `/${rest.join('/')}` : '',
    parameters,
  };
}
