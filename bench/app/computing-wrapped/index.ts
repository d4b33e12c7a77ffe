// Guest, benchmarks. The same handler with the built-in metrics.
import { serve } from 'spin-sidecars';
import { computing } from '../handlers/computing.ts';

serve(computing);
