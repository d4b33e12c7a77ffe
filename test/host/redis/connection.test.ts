import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { expect, test } from 'vitest';
import { parseRedisAddress, type RedisAddress } from '../../../host/redis/address.ts';
import { RedisConnection } from '../../../host/redis/connection.ts';
import { encodeCommands } from '../../../host/redis/resp.ts';
import { describeWith } from '../../support/programs.ts';
import { startRedis } from '../../support/redis.ts';

const ping = encodeCommands([['PING']]);

function listen(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );
}

function at(port: number, scheme = 'redis', rest = ''): RedisAddress {
  return parseRedisAddress(`${scheme}://127.0.0.1:${port}${rest}`) as RedisAddress;
}

test('a server that speaks something else is left with an error that quotes it', async () => {
  const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
  const port = await listen(server);
  const connection = await RedisConnection.open(at(port));
  await expect(connection.send(ping, 1)).rejects.toThrow(/lost the connection: found "SSH-2.0-OpenSSH/);
  await expect(connection.send(ping, 1)).rejects.toThrow('lost the connection');
  expect(connection.isOpen).toBe(false);
  server.close();
});

test('commands that wait are refused when the server goes', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.end('+PONG\r\n')));
  const connection = await RedisConnection.open(at(await listen(server)));
  const [first, second] = await Promise.allSettled([connection.send(ping, 1), connection.send(ping, 1)]);
  expect(first.status).toBe('fulfilled');
  expect(second).toMatchObject({ reason: { message: expect.stringContaining('the server closed it') } });
  server.close();
});

describeWith(['redis-server', 'openssl'], 'TLS', () => {
  test('rediss:// wants a certificate that can be trusted, unless it says #insecure', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidecars-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', [...request, '-keyout', key, '-out', cert, '-subj', '/CN=127.0.0.1'], { stdio: 'ignore' });
    const redis = await startRedis();
    const proxy = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
      socket.on('error', () => {});
      socket.pipe(connect(redis.port, '127.0.0.1')).pipe(socket);
    });
    const port = await listen(proxy);
    await expect(RedisConnection.open(at(port, 'rediss'))).rejects.toThrow('DEPTH_ZERO_SELF_SIGNED_CERT');
    const connection = await RedisConnection.open(at(port, 'rediss', '/#insecure'));
    expect(Buffer.from((await connection.send(ping, 1)) as Uint8Array).toString()).toBe('+PONG\r\n');
    connection.close();
    proxy.close();
    await redis.stop();
    rmSync(folder, { recursive: true });
  });
});
