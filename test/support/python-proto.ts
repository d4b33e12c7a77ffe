// Node, tests. PyPI's opentelemetry-proto as a judge: its messages, made from the .proto files, parse every export, in JSON
// and in protobuf. Looked for in build/python (see .ci/run).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Export, OtlpSpan } from './collector.ts';

// protobuf's JSON has base64 where OTLP's has hex; so ids are turned around on the way in
const script = `
import base64, json, sys
from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
ids = ('traceId', 'spanId', 'parentSpanId')
def hex_to_base64(value):
    if isinstance(value, list):
        return [hex_to_base64(item) for item in value]
    if isinstance(value, dict):
        return {key: base64.b64encode(bytes.fromhex(item)).decode() if key in ids else hex_to_base64(item) for key, item in value.items()}
    return value
def value_of(any_value):
    return getattr(any_value, any_value.WhichOneof('value'))
spans = []
for line in sys.stdin:
    kind, body = line.split()
    request = ExportTraceServiceRequest()
    data = base64.b64decode(body)
    if 'json' in kind:
        json_format.Parse(json.dumps(hex_to_base64(json.loads(data))), request)
    else:
        request.ParseFromString(data)
    for resource_spans in request.resource_spans:
        resource = {a.key: str(value_of(a.value)) for a in resource_spans.resource.attributes}
        for scope_spans in resource_spans.scope_spans:
            for span in scope_spans.spans:
                assert len(span.trace_id) == 16 and len(span.span_id) == 8 and len(span.parent_span_id) in (0, 8)
                spans.append({
                    'traceId': span.trace_id.hex(), 'spanId': span.span_id.hex(), 'parentSpanId': span.parent_span_id.hex(),
                    'traceState': span.trace_state, 'name': span.name, 'kind': span.kind,
                    'startTimeUnixNano': str(span.start_time_unix_nano), 'endTimeUnixNano': str(span.end_time_unix_nano),
                    'status': {'code': span.status.code, 'message': span.status.message},
                    'attributes': [], 'events': [], 'links': [], 'resource': resource,
                })
print(json.dumps(spans))
`;

export interface PythonProto {
  /** Throws what the parser has to say against one. */
  spans(exports: Export[]): OtlpSpan[];
}

/** Undefined: there is none. */
export function pythonProto(): PythonProto | undefined {
  const inBuild = fileURLToPath(new URL('../../build/python/bin/python3', import.meta.url));
  const python = [inBuild, 'python3'].find(
    (command) => spawnSync(command, ['-c', 'import opentelemetry.proto'], { stdio: 'ignore' }).status === 0,
  );
  if (python === undefined) return undefined;
  return {
    spans(exports) {
      const lines = exports
        .filter(({ path }) => path === '/v1/traces')
        .map(({ headers, body }) => `${headers['content-type']} ${body.toString('base64')}`);
      const { status, stdout, stderr } = spawnSync(python, ['-c', script], {
        input: lines.join('\n'),
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      });
      if (status !== 0) throw new Error(stderr);
      return JSON.parse(stdout) as OtlpSpan[];
    },
  };
}
