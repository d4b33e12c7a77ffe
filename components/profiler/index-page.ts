// Guest. What a person sees at /debug/pprof/. Runs on plain Node as well.
import { escapeHtml, htmlPage } from './html.ts';
import style from './index-page.css?raw';
import type { InstrumentedComponent } from './instrumented.ts';

export interface AppState {
  /** undefined: the manifest is not mounted. */
  components: InstrumentedComponent[] | undefined;
  isSampling: boolean;
}

export function indexPage({ components, isSampling }: AppState): string {
  return htmlPage({
    title: '/debug/pprof/',
    style,
    body: `<main>
<h1>/debug/pprof/</h1>
<p id="running">${isSampling ? 'Somebody is taking a profile now.' : 'Nobody is taking a profile now.'}</p>
<h2>Take a profile</h2>
<form action="flame">
<label>Seconds <input type="number" name="seconds" min="1" max="300" value="10" required></label>
<button>Flame graph</button>
<button formaction="profile">Download profile</button>
<button formaction="profile" name="debug" value="1">Text</button>
</form>
<p>Or: <code>go tool pprof http://&lt;this host&gt;/debug/pprof/profile?seconds=10</code></p>
<h2>Other</h2>
<ul>
<li><a href="heap?debug=1">heap</a>: memory of components and of the store, as far as it can be measured</li>
<li><a href="allocs?debug=1">allocs</a>: the same</li>
<li><a href="cmdline">cmdline</a>: the app's name</li>
<li><a href="symbol">symbol</a>: nothing to look up, profiles bring their names</li>
</ul>
<h2>Components</h2>
${components ? table(components) : '<p>Not known: spin.toml is not mounted for this component.</p>'}
</main>`,
  });
}

function table(components: InstrumentedComponent[]): string {
  const rows = components.map(
    ({ id, state, remark }) =>
      `<tr class="${state.replace(' ', '-')}"><th scope="row">${escapeHtml(id)}</th><td>${state}</td><td>${escapeHtml(remark)}</td></tr>`,
  );
  return `<table>
<thead><tr><th scope="col">Component</th><th scope="col">State</th><th scope="col"></th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}
