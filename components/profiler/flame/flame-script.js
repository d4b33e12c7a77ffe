// Browser. Draws the flame graph out of `data`, which stands before this script: { name, at, time, children } from the root.
// Elements exist only for frames that are wide enough to be seen; after a zoom all are drawn again.
const rowPx = 23;
const narrowestPx = 2;
const topFunctions = 20;

const element = (id) => document.getElementById(id);
const flame = element('flame');
const search = element('search');

const milliseconds = (time) => `${(time / 1e6).toFixed(1)} ms`;
const share = (time) => `${((100 * time) / data.time).toFixed(1)} %`;
const ownTime = (node) => node.children.reduce((left, child) => left - child.time, node.time);
const describe = (node) => `${node.name}${node.at && `  ${node.at}`}: ${milliseconds(node.time)}, ${share(node.time)}`;

const parents = new Map();
const walk = (node, visit, path = []) => {
  visit(node, path);
  for (const child of node.children) walk(child, visit, [...path, node]);
};
walk(data, (node, path) => parents.set(node, path.at(-1)));

let zoomed = data;
let focused = data;
let elements = new Map();

function hueOf(text) {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + character.codePointAt(0)) % 997;
  return 15 + (hash % 55);
}

function ancestorsOf(node) {
  const parent = parents.get(node);
  return parent ? [...ancestorsOf(parent), parent] : [];
}

function draw() {
  const width = flame.clientWidth;
  const drawn = new Map();
  const place = (node, left, pixels, depth) => {
    if (pixels < narrowestPx) return;
    drawn.set(node, { left, pixels, depth });
    let at = left;
    for (const child of node.children) {
      const childPixels = (pixels * child.time) / node.time;
      place(child, at, childPixels, depth + 1);
      at += childPixels;
    }
  };
  const above = ancestorsOf(zoomed);
  above.forEach((node, depth) => {
    drawn.set(node, { left: 0, pixels: width, depth });
  });
  place(zoomed, 0, width, above.length);
  elements = new Map([...drawn].map(([node, box]) => [node, frameElement(node, box)]));
  flame.replaceChildren(...elements.values());
  flame.style.height = `${rowPx * (1 + Math.max(0, ...[...drawn.values()].map(({ depth }) => depth)))}px`;
  if (!elements.has(focused)) focused = zoomed;
  elements.get(focused)?.setAttribute('tabindex', '0');
  markMatches();
}

function frameElement(node, { left, pixels, depth }) {
  const box = document.createElement('div');
  box.className = 'frame';
  box.textContent = node.name;
  box.title = describe(node);
  box.setAttribute('role', 'treeitem');
  box.setAttribute('aria-level', String(depth + 1));
  box.setAttribute('aria-label', describe(node));
  box.setAttribute('aria-selected', String(node === focused));
  box.setAttribute('tabindex', '-1');
  box.style.cssText = `left:${left}px;width:${pixels}px;top:${depth * rowPx}px`;
  box.style.setProperty('--hue', String(hueOf(node.at.replace(/:\d+$/, '') || node.name)));
  box.addEventListener('click', () => zoomTo(node));
  box.addEventListener('focus', () => show(node));
  box.addEventListener('mouseenter', () => {
    element('details').textContent = describe(node);
  });
  return box;
}

function show(node) {
  for (const [known, box] of elements) {
    box.setAttribute('tabindex', known === node ? '0' : '-1');
    box.setAttribute('aria-selected', String(known === node));
  }
  focused = node;
  element('details').textContent = describe(node);
}

function focusOn(node) {
  if (node) elements.get(node)?.focus();
}

function zoomTo(node) {
  zoomed = node;
  focused = node;
  draw();
  focusOn(node);
}

function sibling(node, step) {
  const siblings = parents.get(node)?.children ?? [];
  return siblings[siblings.indexOf(node) + step];
}

const keys = {
  ArrowDown: () => focusOn(focused.children[0]),
  ArrowUp: () => focusOn(parents.get(focused)),
  ArrowLeft: () => focusOn(sibling(focused, -1)),
  ArrowRight: () => focusOn(sibling(focused, 1)),
  Home: () => focusOn(data),
  Enter: () => zoomTo(focused),
  ' ': () => zoomTo(focused),
  Escape: () => zoomTo(parents.get(zoomed) ?? data),
};

flame.addEventListener('keydown', (event) => {
  const act = keys[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target === search) return;
  event.preventDefault();
  search.focus();
});

const isMatch = (node, text) => `${node.name}\n${node.at}`.toLowerCase().includes(text);

/** What of the time is in matching functions, each stack counted once. */
function matchedTime(node, text) {
  if (isMatch(node, text)) return node.time;
  return node.children.reduce((sum, child) => sum + matchedTime(child, text), 0);
}

function markMatches() {
  const text = search.value.trim().toLowerCase();
  flame.classList.toggle('searching', text !== '');
  for (const [node, box] of elements) box.classList.toggle('match', text !== '' && isMatch(node, text));
  element('found').textContent = text === '' ? '' : `${share(matchedTime(data, text))} of the time`;
}

function fillTop() {
  const functions = new Map();
  walk(data, (node, path) => {
    if (path.length < 2) return;
    const key = `${node.name}\n${node.at}`;
    const entry = functions.get(key) ?? { node, own: 0, whole: 0 };
    entry.own += ownTime(node);
    // of a recursion only the outermost frame
    if (!path.some((outer) => outer.name === node.name && outer.at === node.at)) entry.whole += node.time;
    functions.set(key, entry);
  });
  const rows = [...functions.values()].sort((left, right) => right.own - left.own).slice(0, topFunctions);
  const cells = ({ node, own, whole }) => [share(own), share(whole), node.name, node.at];
  const body = element('top').tBodies[0];
  for (const row of rows) {
    const line = body.insertRow();
    for (const text of cells(row)) line.insertCell().textContent = text;
  }
}

search.addEventListener('input', markMatches);
search.form.addEventListener('submit', (event) => event.preventDefault());
element('whole').addEventListener('click', () => zoomTo(data));
addEventListener('resize', draw);

if (data.time > 0) {
  draw();
  fillTop();
}
