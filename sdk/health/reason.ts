// Guest. Why a check failed, in one line that can be stored, logged and shown.
import { describeFailure } from '../wit-error.ts';

const maxCharacters = 300;

/** One line of at most 300 characters. User names and passwords in addresses are left out, also for those who see details. */
export function reasonOf(error: unknown): string {
  const text = describeFailure(error)
    .replace(/\/\/[^/@\s]*@/g, '//***@')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text;
}
