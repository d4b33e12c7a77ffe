import { describe, expect, it } from 'vitest';
import { uncountedBatch } from '../../../components/host-telemetry/uncounted.ts';

const text = `# TYPE http_requests_total counter
http_requests_total{component="a",method="GET",route="/",status="200"} 5
http_requests_total{component="a",method="GET",route="/",status="500"} 2
http_requests_total{component="b",method="GET",route="/",status="200"} 9
wasm_execution_duration_seconds_sum{component="a"} 100
wasm_execution_duration_seconds_count{component="a"} 10
wasm_execution_duration_seconds_count{component="b"} 8
wasm_execution_duration_seconds_count{component="plain"} 8
`;

describe('uncounted requests', () => {
  it('are ends that the host saw and the component did not count, never fewer than none', () => {
    const { samples } = uncountedBatch(text, 7)!;
    expect(samples.map(({ labels, change }) => [labels.val, change.tag === 'total' && change.val.sum])).toEqual([
      [['a'], 3],
      [['b'], 0],
    ]);
  });

  it('are not known of components that count nothing', () => {
    expect(uncountedBatch('wasm_execution_duration_seconds_count{component="plain"} 8\n', 7)).toBeUndefined();
  });
});
