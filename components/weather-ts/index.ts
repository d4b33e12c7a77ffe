// Guest. The demo's weather tool.
import { createTools, serve } from 'spin-sidecars';
import { getWeather } from './get-weather.ts';

serve(createTools({ get_weather: getWeather }));
