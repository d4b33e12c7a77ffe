// The flame graph in a real browser, without a network: by eye (PROFILE_SCREENSHOT=<file> keeps a picture), by keyboard and
// by search.
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ProfiledApp, startProfiledApp } from '../support/profiled-app.ts';
import { describeWith, pathOf } from '../support/programs.ts';

describeWith(['chromium'], '/debug/pprof/flame', () => {
  let app: ProfiledApp;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];
  const requested: string[] = [];

  beforeAll(async () => {
    app = await startProfiledApp();
    let isOver = false;
    const load = (async () => {
      while (!isOver) for (const path of ['/split', '/chain', '/recursion?depth=12']) await fetch(app.url + path);
    })();
    const html = await (await fetch(`${app.url}/debug/pprof/flame?seconds=4`)).text();
    isOver = true;
    await load;
    browser = await chromium.launch({ executablePath: pathOf('chromium')!, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('request', (request) => requested.push(request.url()));
    await page.setContent(html);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const frame = (name: string) => page.locator('.frame', { hasText: new RegExp(`^${name}$`) }).first();
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  const widthOf = async (name: string) => (await frame(name).boundingBox())!.width;

  it('draws stacks of both components as wide as their time, and loads nothing', async () => {
    const file = process.env.PROFILE_SCREENSHOT;
    if (file) await page.screenshot({ path: file, fullPage: true });
    for (const name of ['all', 'caller', 'callee', 'heavy', 'light', 'descend']) {
      expect(await frame(name).isVisible(), name).toBe(true);
    }
    expect(await widthOf('all')).toBeCloseTo((await widthOf('caller')) + (await widthOf('callee')), 0);
    expect(await frame('heavy').getAttribute('title')).toMatch(
      /^heavy {2}test\/fixtures\/profiled\/index\.ts:12: [\d.]+ ms, [\d.]+ %$/,
    );
    expect(errors).toEqual([]);
    expect(requested.filter((url) => !url.startsWith('data:') && url !== 'about:blank')).toEqual([]);
  });

  it('lists the functions that took most time of their own', async () => {
    const cells = await page.locator('#top tbody tr').first().locator('td').allTextContents();
    expect(cells.slice(2)).toEqual(['spinFor', 'test/fixtures/profiled/index.ts:5']);
  });

  it('goes by keyboard: down, up, across, into a frame and out again', async () => {
    await page.keyboard.press('Tab');
    await frame('all').focus();
    await page.keyboard.press('ArrowDown');
    const first = await focused();
    expect(['caller', 'callee']).toContain(first);
    await page.keyboard.press('ArrowRight');
    expect(['caller', 'callee'].filter((name) => name !== first)).toContain(await focused());
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe(first);
    const before = await widthOf(first!);
    await page.keyboard.press('Enter');
    expect(await focused()).toBe(first);
    expect(await widthOf(first!)).toBeGreaterThan(before);
    expect(await page.locator('#details').textContent()).toContain(`${first}: `);
    await page.keyboard.press('Escape');
    expect(await widthOf(first!)).toBeCloseTo(before, 0);
    await page.keyboard.press('ArrowUp');
    expect(await page.locator('.frame[tabindex="0"]').count()).toBe(1);
  });

  it('finds functions and files, and says how much of the time they are', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('HEAVY');
    expect(await page.locator('.match').count()).toBeGreaterThan(0);
    expect(await page.locator('.match:not(:text("heavy"))').count()).toBe(0);
    expect(Number.parseFloat((await page.locator('#found').textContent())!)).toBeGreaterThan(20);
    await page.locator('#search').fill('profiled/index.ts');
    expect(Number.parseFloat((await page.locator('#found').textContent())!)).toBeGreaterThan(80);
    await page.locator('#search').fill('');
    expect(await page.locator('.match').count()).toBe(0);
  });

  it('fits a narrow window', async () => {
    await page.setViewportSize({ width: 480, height: 800 });
    await expect.poll(() => widthOf('all')).toBeLessThan(480);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});
