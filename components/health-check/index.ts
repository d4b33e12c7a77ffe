// Guest. /health: liveness. That this code runs is the answer: unless it is configured to, it touches no dependency, so
// that a broken one never makes an orchestrator restart an app that a restart cannot mend.
import { configuredChecks } from '../../sdk/health/configured.ts';
import { answerProbes } from '../../sdk/health/define.ts';

answerProbes(() => configuredChecks(), false);
