// Guest, build time. Writes lines that nobody sees, so that what writes them is compiled and frozen into the component.
import { levelFor } from './level.ts';
import { type Entry, jsonLine, textLine } from './line.ts';
import { redaction } from './redaction.ts';

export function warmLog(): void {
  levelFor('info,warm-up=debug', 'warm-up');
  const circle: unknown[] = [];
  circle.push(circle);
  const fields = {
    text: 'x',
    number: 1.5,
    list: [1],
    error: new Error('x', { cause: new Error('y') }),
    circle,
    password: 'x',
  };
  const ids = { traceId: '0'.repeat(32), spanId: '0'.repeat(16) };
  const entry: Entry = { time: new Date(0), level: 'info', component: 'x', message: 'x', ...ids, fields };
  for (const format of [jsonLine, textLine]) format(entry, redaction(['other']));
}
