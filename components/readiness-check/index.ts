// Guest. /ready: the registry's store takes writes, every component that the variable `components` names answers, whatever
// else the variable `checks` says, and this host is not drained.
import { configuredChecks } from '../../sdk/health/configured.ts';
import { answerProbes } from '../../sdk/health/define.ts';
import { registryChecks } from './registry-checks.ts';

answerProbes(() => configuredChecks(registryChecks), true);
