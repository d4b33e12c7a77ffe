// Guest. The logger as tools import it.
import { serveWithFirstRequest } from '../phase.ts';

serveWithFirstRequest();

export type { Level } from './levels.ts';
export { type ChildOptions, type Fields, Logger, logger } from './logger.ts';
