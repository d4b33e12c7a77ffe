// Guest. A forecast that is made up but always the same for the same place: the demo needs no network.
import * as z from 'zod/mini';
import { tool } from '../../sdk/tools/create-tools.ts';
import { ToolResponse } from '../../sdk/tools/response.ts';

const skies = ['clear', 'partly cloudy', 'overcast', 'rain', 'snow'];

export interface Day {
  day: number;
  sky: string;
  highCelsius: number;
  lowCelsius: number;
}

/** FNV-1a: the same place has the same weather on every instance. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ char.codePointAt(0)!, 0x01000193) >>> 0;
  return value;
}

/** One entry a day, starting today. */
export function forecast(location: string, days: number): Day[] {
  const seed = hash(location.trim().toLowerCase());
  return Array.from({ length: days }, (_, day) => {
    const weather = hash(`${seed}:${day}`);
    const highCelsius = (weather % 35) - 5;
    return { day, sky: skies[weather % skies.length]!, highCelsius, lowCelsius: highCelsius - 3 - (weather % 7) };
  });
}

export const getWeather = tool({
  title: 'Weather forecast',
  description: 'Made-up weather for a place, the same on every call',
  inputSchema: z.object({
    location: z.string().check(z.minLength(1), z.maxLength(200)),
    days: z._default(z.int().check(z.minimum(1), z.maximum(14)), 3),
  }),
  annotations: { readOnlyHint: true },
  handler: ({ location, days }) => {
    const forecastDays = forecast(location, days);
    const lines = forecastDays.map(
      ({ day, sky, highCelsius, lowCelsius }) => `day ${day}: ${sky}, ${lowCelsius} to ${highCelsius} °C`,
    );
    return ToolResponse.withStructured(`${location}\n${lines.join('\n')}`, { location, days: forecastDays });
  },
});
