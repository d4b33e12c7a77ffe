// Guest. Does a Redis server answer PING? The call blocks the instance, whatever the deadline.
import { Connection } from 'fermyon:spin/redis@2.0.0';
import { type Check, type CheckOptions, makeCheck } from '../check.ts';

export interface RedisOptions extends CheckOptions {
  /** `redis://user:password@host:port`; its host must be in `allowed_outbound_hosts`. */
  address: string;
}

/** Healthy when PING is answered with PONG, which needs the right password. Default name: `redis`. */
export function redis({ address, ...options }: RedisOptions): Check {
  return makeCheck('redis', options, () => {
    const [answer] = Connection.open(address).execute('PING', []);
    return answer?.tag === 'status' && answer.val === 'PONG'
      ? { status: 'healthy' }
      : { status: 'unhealthy', reason: `answered ${answer?.tag ?? 'nothing'} to PING, expected the status PONG` };
  });
}
