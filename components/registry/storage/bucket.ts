// Guest. The key-value store as a log of pushes. Opened once for each instance: the handle is a number, the only thing
// that outlives a call.
import { Bytes } from '../../compiled/bytes.ts';
import { environmentVariable } from '../../compiled/environment.ts';
import { Result } from '../../compiled/result.ts';
import { Bucket } from '../bindings/keyvalue-store.ts';
import { Log } from './log.ts';
import { readSettings } from './settings.ts';

const NOT_OPEN: i32 = -1;

let handle: i32 = NOT_OPEN;

/** The store labelled SIDECARS_STORE in the environment, else `default`. */
export function openBucket(): Result<Bucket | null> {
  if (handle !== NOT_OPEN) return new Result<Bucket | null>(new Bucket(handle), null);
  const badSettings = readSettings();
  if (badSettings !== null) return new Result<Bucket | null>(null, badSettings);
  const variable = environmentVariable('SIDECARS_STORE');
  const label = variable === null || variable.length === 0 ? Bytes.of('default') : variable;
  const opened = Bucket.open(label);
  const error = opened.error;
  if (error !== null) {
    return new Result<Bucket | null>(
      null,
      `key-value store "${label.toString()}" cannot be opened: ${error}. Name it in the component's key_value_stores ` +
        'and, unless it is "default", in the runtime configuration; SIDECARS_STORE in the environment chooses it',
    );
  }
  const bucket = opened.value;
  if (bucket !== null) handle = bucket.handle;
  return opened;
}

export function openBucketLog(): Result<Log | null> {
  const opened = openBucket();
  const bucket = opened.value;
  return new Result<Log | null>(bucket === null ? null : new BucketLog(bucket), opened.error);
}

class BucketLog extends Log {
  constructor(private bucket: Bucket) {
    super();
  }

  get(key: Bytes): Result<Bytes | null> {
    return this.bucket.get(key);
  }

  set(key: Bytes, value: Bytes): string | null {
    return this.bucket.set(key, value);
  }
}
