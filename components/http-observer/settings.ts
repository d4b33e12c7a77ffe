// Guest. What the component's environment in spin.toml says; read once a request, for the memory of a request is given
// back at its end.
import { Bytes } from '../compiled/bytes.ts';
import { environmentVariables } from '../compiled/environment.ts';
import { PairList } from '../compiled/list.ts';

export enum LogFormat {
  /** No line for a request; failures as plain text. */
  None,
  Json,
}

export enum LogLevel {
  Debug,
  Info,
  Warn,
  Error,
  Off,
}

export class Settings {
  /** Authority of the target: `<id>.spin.internal`, or what a URL names. Empty: not set. */
  authority: Bytes = Bytes.empty();
  isSecure: bool = false;
  /** Value of the label `component`. */
  component: Bytes = Bytes.empty();
  /** As OBSERVE_ROUTES has them: separated by commas. */
  routes: Bytes = Bytes.empty();
  /** Until the head of the answer; 0: none. */
  timeoutNanoseconds: u64 = 0;
  isMcp: bool = false;
  /** Tools that get a label value; empty: those that the target answers for. */
  mcpTools: Bytes = Bytes.empty();
  /** Send the path that follows the route, as `spin-path-info` has it. */
  stripsRoute: bool = false;
  logFormat: LogFormat = LogFormat.None;
  logLevel: LogLevel = LogLevel.Info;
  logsToStderr: bool = false;
  /** A sentence about what cannot be understood, or null. */
  fault: string | null = null;
}

export function readSettings(): Settings {
  const settings = new Settings();
  const variables = environmentVariables();
  setTarget(settings, setting(variables, 'OBSERVE_TARGET'));
  const component = setting(variables, 'SIDECARS_COMPONENT');
  if (component.length > 0) settings.component = component;
  settings.routes = setting(variables, 'OBSERVE_ROUTES');
  setTimeout(settings, setting(variables, 'OBSERVE_TIMEOUT'));
  settings.isMcp = flag(settings, 'OBSERVE_MCP', setting(variables, 'OBSERVE_MCP'));
  settings.mcpTools = setting(variables, 'OBSERVE_MCP_TOOLS');
  settings.stripsRoute = flag(settings, 'OBSERVE_STRIP_ROUTE', setting(variables, 'OBSERVE_STRIP_ROUTE'));
  setLog(settings, variables);
  return settings;
}

function setting(variables: PairList, name: string): Bytes {
  for (let i = 0; i < variables.length; i++) if (variables.name(i).equalsText(name)) return variables.value(i).trim();
  return Bytes.empty();
}

function setTarget(settings: Settings, target: Bytes): void {
  if (target.length === 0) {
    settings.fault = 'OBSERVE_TARGET is not set: name the component that requests are passed on to';
  } else if (target.startsWithText('http://') || target.startsWithText('https://')) {
    settings.isSecure = target.startsWithText('https://');
    const authority = target.slice(settings.isSecure ? 8 : 7, target.length);
    settings.authority = authority.endsWith(47) ? authority.slice(0, authority.length - 1) : authority;
    settings.component = settings.authority;
  } else {
    settings.authority = Bytes.of(`${target.toString()}.spin.internal`);
    settings.component = target;
  }
}

/** `500ms`, `30s`, `2m`, or seconds without a unit. */
function setTimeout(settings: Settings, text: Bytes): void {
  let number: u64 = 0;
  let at = 0;
  while (at < text.length && at < 9 && isDigit(text.at(at))) number = number * 10 + (text.at(at++) - 48);
  const unit = text.slice(at, text.length);
  let nanoseconds: u64 = 0;
  if (unit.length === 0 || unit.equalsText('s')) nanoseconds = 1_000_000_000;
  else if (unit.equalsText('ms')) nanoseconds = 1_000_000;
  else if (unit.equalsText('m')) nanoseconds = 60_000_000_000;
  if (text.length > 0 && (at === 0 || nanoseconds === 0)) {
    settings.fault = `OBSERVE_TIMEOUT is "${text.toString()}", a time as 500ms, 30s or 2m expected, or 0 for none`;
  }
  settings.timeoutNanoseconds = number * nanoseconds;
}

function isDigit(byte: u8): bool {
  return byte >= 48 && byte <= 57;
}

function flag(settings: Settings, name: string, text: Bytes): bool {
  if (text.equalsText('true')) return true;
  if (text.length > 0 && !text.equalsText('false')) {
    settings.fault = `${name} is "${text.toString()}", true or false expected`;
  }
  return false;
}

/** The guide's names: LOG_FORMAT, LOG_LEVEL with its aliases, LOG_DESTINATION. */
function setLog(settings: Settings, variables: PairList): void {
  const format = setting(variables, 'LOG_FORMAT');
  if (format.equalsText('json')) settings.logFormat = LogFormat.Json;
  else if (format.length > 0) settings.fault = `LOG_FORMAT is "${format.toString()}", json expected, or nothing`;
  const destination = setting(variables, 'LOG_DESTINATION');
  settings.logsToStderr = destination.equalsText('stderr');
  if (destination.length > 0 && !settings.logsToStderr && !destination.equalsText('stdout')) {
    settings.fault = `LOG_DESTINATION is "${destination.toString()}", stdout or stderr expected`;
  }
  let level = setting(variables, 'LOG_LEVEL');
  if (level.length === 0) level = setting(variables, 'RUST_LOG');
  if (level.length === 0) level = setting(variables, 'SPIN_LOG');
  if (level.equalsText('debug') || level.equalsText('trace')) settings.logLevel = LogLevel.Debug;
  else if (level.equalsText('warn')) settings.logLevel = LogLevel.Warn;
  else if (level.equalsText('error')) settings.logLevel = LogLevel.Error;
  else if (level.equalsText('off')) settings.logLevel = LogLevel.Off;
}
