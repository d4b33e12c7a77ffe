// Guest, benchmarks. The same tool with the built-in metrics.
import { serve } from 'spin-sidecars';
import { forecast } from '../tool.ts';

serve(forecast);
