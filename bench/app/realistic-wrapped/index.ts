// Guest, benchmarks. The same handler with the built-in metrics.
import { serve } from 'spin-sidecars';
import { realistic } from '../handlers/realistic.ts';

serve(realistic);
