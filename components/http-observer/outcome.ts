// Guest. What can go wrong between client and target, each as one value of the label `outcome`.
import { ErrorCode } from './bindings/http-client.ts';

export enum Outcome {
  Ok,
  /** The environment of the observer is no good. */
  Misconfigured,
  /** The host does not allow the call: allowed_outbound_hosts. */
  Denied,
  UnknownTarget,
  Refused,
  Timeout,
  /** Any other failure before the head of the answer. */
  TargetFailed,
  /** The host answered 500 in the target's place. */
  TargetCrashed,
  /** The answer's body broke off. */
  TargetAborted,
  /** The client broke off its request, or did not take the whole answer. */
  ClientGone,
}

/** As in catalogue/observer.ts. */
export function outcomeLabel(outcome: Outcome): string {
  switch (outcome) {
    case Outcome.Misconfigured:
      return 'misconfigured';
    case Outcome.Denied:
      return 'denied';
    case Outcome.UnknownTarget:
      return 'unknown_target';
    case Outcome.Refused:
      return 'refused';
    case Outcome.Timeout:
      return 'timeout';
    case Outcome.TargetFailed:
      return 'target_failed';
    case Outcome.TargetCrashed:
      return 'target_crashed';
    case Outcome.TargetAborted:
      return 'target_aborted';
    case Outcome.ClientGone:
      return 'client_gone';
    default:
      return 'ok';
  }
}

/** Status for the client where the target gave none. */
export function statusOf(outcome: Outcome): i32 {
  if (outcome === Outcome.Misconfigured) return 500;
  return outcome === Outcome.Timeout ? 504 : 502;
}

export function outcomeOf(code: ErrorCode): Outcome {
  switch (code) {
    case ErrorCode.RequestDenied:
      return Outcome.Denied;
    case ErrorCode.DnsTimeout:
    case ErrorCode.DnsError:
    case ErrorCode.DestinationNotFound:
      return Outcome.UnknownTarget;
    case ErrorCode.ConnectionRefused:
    case ErrorCode.DestinationUnavailable:
    case ErrorCode.DestinationIpProhibited:
    case ErrorCode.DestinationIpUnroutable:
    case ErrorCode.ConnectionLimitReached:
      return Outcome.Refused;
    case ErrorCode.ConnectionTimeout:
    case ErrorCode.ConnectionReadTimeout:
    case ErrorCode.ResponseTimeout:
      return Outcome.Timeout;
    default:
      return Outcome.TargetFailed;
  }
}
