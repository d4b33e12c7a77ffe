// Node. Every error that the host reports, by code. A user's fault (manifest, port) is a HostError and is printed
// as one line without a stack; anything else that reaches the CLI is a bug of ours.

/** What each code means; the message of an error gives subject, found, expected and what to do. */
export const hostErrorCodes = {
  MANIFEST_NOT_FOUND: 'the manifest file does not exist or cannot be read',
  MANIFEST_INVALID_TOML: 'the manifest is not TOML',
  MANIFEST_VERSION: 'the manifest is not of version 2',
  MANIFEST_INVALID: 'a manifest entry has the wrong type or a wrong value',
  COMPONENT_UNKNOWN: 'a trigger names a component that is not in the manifest',
  COMPONENT_SOURCE: 'a component source is not a local file that can be loaded',
  ROUTE_DUPLICATE: 'two triggers use the same route',
  STORE_UNKNOWN: 'a component uses a key-value label that the runtime configuration does not define',
  DEPENDENCY_UNUSED: 'a dependency matches no import of its component',
  DEPENDENCY_EXPORT: 'a dependency does not export what its component imports',
  IMPORT_UNKNOWN: 'a component imports an interface that neither the host nor a dependency provides',
  VARIABLE_INVALID: 'a variable is required and has no value, or a template names none',
  RUNTIME_CONFIG_INVALID: 'the runtime configuration cannot be read or asks for what the host lacks',
  ALLOWED_HOST_INVALID: 'an entry of allowed_outbound_hosts cannot be understood',
  UNSUPPORTED: 'the manifest asks for something that this host does not do',
  TELEMETRY_INVALID: 'a variable of the telemetry export has a value that this host cannot use',
  LISTEN_FAILED: 'the address cannot be listened on',
  USAGE: 'the command line cannot be understood',
} as const;

export type HostErrorCode = keyof typeof hostErrorCodes;

/** The user's fault. `message` is complete: print it as it is. */
export class HostError extends Error {
  readonly code: HostErrorCode;

  constructor(code: HostErrorCode, message: string) {
    super(message);
    this.name = 'HostError';
    this.code = code;
  }
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
