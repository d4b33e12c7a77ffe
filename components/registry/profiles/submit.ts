// Guest. A profile goes to every open session as a key of its own, so that sessions need not know of each other. Stored as
//   component · build · count, (name, value) of each label · u64 period · u64 began ·
//   count, (frames, samples, nanoseconds) of each stack · seal
import { Bytes } from '../../compiled/bytes.ts';
import { Result } from '../../compiled/result.ts';
import { Writer } from '../../compiled/writer.ts';
import { lowerNothing, ProfileArgument } from '../bindings/metrics-profiles.ts';
import { ErrorTag, lowerError } from '../bindings/metrics-registry.ts';
import { componentName } from '../entry/identity.ts';
import { isUtf8 } from '../entry/utf8.ts';
import { Log } from '../storage/log.ts';
import { yieldToHost } from '../yield.ts';
import { profileKey } from './keys.ts';
import { Sessions } from './sessions.ts';

const MAX_BYTES: i32 = 256 * 1024;
const MAX_LABELS: i32 = 16;

/** Returns the lowered result of the WIT function. */
export function submit(opened: Result<Log | null>, profile: ProfileArgument): usize {
  const log = opened.value;
  if (log === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  const fault = faultOf(profile);
  if (fault !== null) return lowerError(ErrorTag.Invalid, fault);
  const sessions = Sessions.read(log);
  let error = sessions.error;
  if (sessions.ids.length > 0) {
    const value = encoded(profile);
    for (let i = 0; i < sessions.ids.length && error === null; i++) {
      error = log.set(profileKey(sessions.ids[i]), value);
    }
  }
  yieldToHost();
  return error === null ? lowerNothing() : lowerError(ErrorTag.Store, error);
}

function faultOf(profile: ProfileArgument): string | null {
  const labels = profile.labels;
  if (labels.length > MAX_LABELS) return `profile: found ${labels.length} labels, at most ${MAX_LABELS} expected`;
  let bytes = profile.component.length + profile.build.length;
  let isText = isUtf8(profile.component) && isUtf8(profile.build);
  for (let i = 0; i < labels.length; i++) {
    bytes += labels.name(i).length + labels.value(i).length;
    isText = isText && isUtf8(labels.name(i)) && isUtf8(labels.value(i));
  }
  for (let i = 0; i < profile.stacks.length; i++) {
    const frames = profile.stacks.at(i).frames;
    bytes += frames.length + 16;
    isText = isText && isUtf8(frames);
  }
  if (!isText) return 'profile: found a text that is no UTF-8; send UTF-8';
  return bytes > MAX_BYTES ? `profile: found ${bytes} bytes, at most ${MAX_BYTES} expected; submit more often` : null;
}

function encoded(profile: ProfileArgument): Bytes {
  const writer = new Writer(4096);
  writer.prefixed(profile.component.length === 0 ? componentName() : profile.component);
  writer.prefixed(profile.build);
  const labels = profile.labels;
  writer.varint(labels.length);
  for (let i = 0; i < labels.length; i++) {
    writer.prefixed(labels.name(i));
    writer.prefixed(labels.value(i));
  }
  writer.u64(profile.periodNanoseconds);
  writer.u64(profile.beganNanoseconds);
  writer.varint(profile.stacks.length);
  for (let i = 0; i < profile.stacks.length; i++) {
    const stack = profile.stacks.at(i);
    writer.prefixed(stack.frames);
    writer.varint(stack.samples);
    writer.varint(stack.nanoseconds);
  }
  writer.seal();
  return writer.bytes;
}
