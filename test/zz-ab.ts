import { buildComponent } from '/work/h-serve/scripts/build/component.ts';
import { startApp } from '/work/h-serve/test/support/app.ts';
import { request } from 'node:http';
import { connect } from 'node:net';
await buildComponent({ name: 'fixtures/zz', folder: 'test/fixtures/zz', language: 'typescript', world: 'instrumented' });
const app = await startApp({ manifest: '/work/h-serve/test/fixtures/zz/spin.toml' });
const { port } = new URL(app.url);
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));
const raw = (text: string | Buffer, ms: number, after?: string) => new Promise<string>((resolve) => {
  const s = connect(Number(port), '127.0.0.1'); let got = 0, head = '';
  s.on('data', (d) => { got += d.length; if (head.length < 300) head += d.toString('latin1'); }); s.on('error', () => {}); s.on('close', () => resolve(`${got} ${head.split('\r\n')[0]} ${head.split('\r\n\r\n')[1]?.slice(0, 60)}`));
  s.write(text); if (after) setTimeout(() => s.write(after), ms / 2);
  setTimeout(() => { s.resetAndDestroy?.(); }, ms);
});
const get = (p: string, extra = '') => `GET ${p} HTTP/1.1\r\nHost: x\r\n${extra}\r\n`;
const show = async (t: string) => { const text = await (await fetch(app.url + '/metrics')).text(); console.log(`-- ${t}`); for (const l of text.split('\n')) if (/^(http_requests_total|http_(request|response)_size_bytes_sum|zz_)/.test(l)) console.log('   ', l.replace('component="zz",', '')); };
for (const p of ['endless', 'silent', 'quiet2s', 'flood', 'slow']) { console.log(p, await raw(get('/zz/' + p), 300)); }
await sleep(5000); await show('aborted');
console.log('chunked', await raw('POST /zz/upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n', 400, '3\r\nabc\r\n0\r\n\r\n'));
console.log('chunked cut', await raw('POST /zz/upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n', 400));
console.log('declared cut', await raw('POST /zz/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello', 400));
console.log('chunked ignored', await raw('POST /zz/ignore HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n', 400));
console.log('bg', await raw(get('/zz/bg'), 150));
for (const [p, e] of [['//', ''], ['/zz//', ''], ['/zz/..', ''], ['/zz/%ff', ''], ['/zz/%', ''], ['/zz/\xff\xfe', ''], ['/zz/a b', ''], ['/zz?x=/zz/slow', ''], ['/zz/#x', ''], ['http://other/zz/abs', ''], ['/zz/[', ''], ['/zz/%2e%2e/x', ''], ['/zz/' + 'y'.repeat(7000), '']] as const) console.log(JSON.stringify(p.slice(0, 30)), await raw(Buffer.from(get(p, e), 'latin1'), 200));
for (const m of ['FOO', 'PROPFIND', 'OPTIONS', 'TRACE', 'CONNECT', 'get', 'HEAD']) console.log(m, await raw(`${m} /zz/ignore HTTP/1.1\r\nHost: x\r\n\r\n`, 200));
for (const h of ['Content-Length: abc', 'Content-Length: 5, 5', 'Content-Length: -1', 'Content-Length: 0']) console.log(h, await raw(`POST /zz/ignore HTTP/1.1\r\nHost: x\r\n${h}\r\n\r\nhello`, 200));
await sleep(2000); await show('all');
console.log(app.output().split('\n').filter((l) => !/^Serving|^Avail|^ {2}\w+:/.test(l)).map((l) => l.slice(0, 260)).join('\n'));
await app.stop();
