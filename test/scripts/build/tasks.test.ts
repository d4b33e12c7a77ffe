import { describe, expect, it } from 'vitest';
import { runTasks } from '../../../scripts/build/tasks.ts';

const quiet = async () => false;

describe('runTasks', () => {
  it('prints a numbered line for each task that did something', async () => {
    const lines: string[] = [];
    await runTasks(
      [
        { name: 'a', run: async () => true },
        { name: 'b', run: quiet },
      ],
      (line) => lines.push(line),
    );
    expect(lines[0]).toMatch(/^\[1\/2\] a \d+\.\d s$/);
    expect(lines[1]).toMatch(/^build: 1 of 2 built in \d+\.\d s$/);
  });

  it('says that everything is up to date when nothing was done', async () => {
    const lines: string[] = [];
    await runTasks([{ name: 'a', run: quiet }], (line) => lines.push(line));
    expect(lines).toEqual(['build: up to date']);
  });

  it('names the task that failed', async () => {
    const failing = { name: 'items-ts', run: () => Promise.reject(new Error('index.ts:3: ; expected')) };
    await expect(runTasks([failing], () => {})).rejects.toThrow('items-ts: index.ts:3: ; expected');
  });
});
