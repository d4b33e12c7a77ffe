// Guest, benchmarks. The same handler with the built-in metrics.
import { serve } from 'spin-sidecars';
import { empty } from '../handlers/empty.ts';

serve(empty);
