// Guest. The demo's weather tool, without a word about monitoring: the observer stands in front of it.
import { createTools } from '../../sdk/tools/create-tools.ts';
import { getWeather } from './get-weather.ts';

const tools = createTools({ get_weather: getWeather });

addEventListener('fetch', (event) => event.respondWith(tools(event.request)));
