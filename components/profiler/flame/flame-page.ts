// Guest. The flame graph as one page that loads nothing. Runs on plain Node as well.
import { escapeHtml, htmlPage } from '../html.ts';
import type { WallProfile } from '../wall-profile.ts';
import style from './flame-page.css?raw';
import script from './flame-script.js?raw';
import { flameTree } from './flame-tree.ts';

export function flamePage(profile: WallProfile): string {
  const tree = flameTree(profile.stacks);
  const seconds = (profile.durationMs / 1000).toFixed(1);
  const about = `${seconds} s from ${new Date(profile.startedAtMs).toISOString()}, ${(tree.time / 1e6).toFixed(0)} ms of work`;
  // a script ends at the first `</`
  const data = JSON.stringify(tree).replaceAll('<', '\\u003c');
  return htmlPage({
    title: 'Flame graph',
    style,
    body: `<header>
<h1>Flame graph</h1>
<p>${about}. <a href="./">/debug/pprof/</a></p>
<form role="search">
<label>Search <input id="search" type="search" placeholder="function or file" autocomplete="off" aria-describedby="found"></label>
<button id="whole" type="button">Show all</button>
<output id="found"></output>
</form>
</header>
<main>
${tree.time === 0 ? '<p id="empty">No work was sampled: was there a request to a profiled component?</p>' : ''}
<div id="flame" role="tree" aria-label="Stacks, callers above callees" aria-describedby="keys"></div>
<p id="details" role="status"></p>
<p id="keys">Arrow keys move, Enter zooms in, Escape zooms out, / searches.</p>
<h2>Functions by time of their own</h2>
<div class="wide"><table id="top"><thead><tr><th scope="col">Own</th><th scope="col">With callees</th><th scope="col">Function</th><th scope="col">Where</th></tr></thead><tbody></tbody></table></div>
<details><summary>How this was made</summary><ul>${profile.comments.map((comment) => `<li>${escapeHtml(comment)}</li>`).join('')}</ul></details>
</main>`,
    script: `const data = ${data};\n${script}`,
  });
}
