// Node. `spin-sidecars up`: the embedded host.
import { hostCommand } from '../../../host/command.ts';

/** Serves until a signal comes; see `hostCommand`. */
export const up = (args: string[]): Promise<void> => hostCommand(args, 'spin-sidecars up');
