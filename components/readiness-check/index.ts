// Guest. /ready: the registry's store takes writes and every component that the variable `components` names answers.
import { Store } from 'fermyon:spin/key-value@2.0.0';
import { get as variable } from 'fermyon:spin/variables@2.0.0';
import { environment } from '../../sdk/environment.ts';
import { type Check, runChecks } from '../../sdk/health/check.ts';
import { componentCheck, componentIds, storeCheck } from '../../sdk/health/checks.ts';
import { answerProbe } from '../../sdk/health/report.ts';
import { describeFailure } from '../../sdk/wit-error.ts';

function openStore(): Store {
  const label = environment('SIDECARS_STORE') ?? 'default';
  try {
    return Store.open(label);
  } catch (error) {
    throw new Error(`store "${label}" cannot be opened: ${describeFailure(error)}`);
  }
}

/** A variable that is missing or wrong is a failing check, not a failing answer. */
function componentChecks(): Check[] {
  try {
    return componentIds(variable('components')).map((id) => componentCheck(id, fetch));
  } catch (error) {
    const reason = new Error(`variable "components": ${describeFailure(error)}`);
    return [{ name: 'configuration', run: () => Promise.reject(reason) }];
  }
}

addEventListener('fetch', (event: FetchEvent) => {
  event.respondWith(
    answerProbe(event.request.method, () => runChecks([storeCheck('store', openStore), ...componentChecks()])),
  );
});
