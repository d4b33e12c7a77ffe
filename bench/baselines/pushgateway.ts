// Node. Prometheus's own answer for whoever cannot be scraped: a native Go server that keeps what is pushed to it.
import { freePort } from '../../test/support/ports.ts';
import { startProgram } from '../support/programs.ts';

export const pushgateway = 'prometheus-pushgateway';

export interface Pushgateway {
  url: string;
  pid: number;
  /** Replaces the group with these series, in the text format. */
  put(group: string, text: string): Promise<void>;
  stop(): Promise<void>;
}

/** Everything in memory. */
export async function startPushgateway(): Promise<Pushgateway> {
  const listen = `127.0.0.1:${await freePort()}`;
  const url = `http://${listen}`;
  const program = await startProgram(
    pushgateway,
    [`--web.listen-address=${listen}`, '--persistence.file=', '--log.level=error'],
    async () => (await fetch(`${url}/-/ready`)).ok,
  );
  const put = async (group: string, text: string) => {
    const response = await fetch(url + group, { method: 'PUT', body: text });
    if (!response.ok) throw new Error(`${pushgateway}: PUT ${group}: ${response.status} ${await response.text()}`);
  };
  return { ...program, url, put };
}
