// Guest. /ready: the registry's store takes writes and every component that the variable `components` names answers.
import { Store } from 'fermyon:spin/key-value@2.0.0';
import { get as variable } from 'fermyon:spin/variables@2.0.0';
import { getEnvironment } from 'wasi:cli/environment@0.2.10';
import { type Check, runChecks } from '../../sdk/health/check.ts';
import { componentCheck, componentIds, storeCheck } from '../../sdk/health/checks.ts';
import { answerProbe } from '../../sdk/health/report.ts';

function storeLabel(): string {
  return getEnvironment().find(([name]) => name === 'SIDECARS_STORE')?.[1] ?? 'default';
}

function openStore(): Store {
  const label = storeLabel();
  try {
    return Store.open(label);
  } catch (error) {
    const cause = (error as { payload?: { tag: string } }).payload?.tag ?? String(error);
    throw new Error(`store "${label}" cannot be opened: ${cause}`);
  }
}

/** A variable that is missing or wrong is a failing check, not a failing answer. */
function componentChecks(): Check[] {
  try {
    return componentIds(variable('components')).map((id) => componentCheck(id, fetch));
  } catch (error) {
    const cause = (error as { payload?: { tag: string } }).payload;
    const reason = cause ? new Error(`variable "components": ${cause.tag}`) : error;
    return [{ name: 'configuration', run: () => Promise.reject(reason) }];
  }
}

addEventListener('fetch', (event: FetchEvent) => {
  event.respondWith(
    answerProbe(event.request.method, () => runChecks([storeCheck('store', openStore), ...componentChecks()])),
  );
});
