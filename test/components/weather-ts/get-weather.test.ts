import { describe, expect, it } from 'vitest';
import { forecast, getWeather } from '../../../components/weather-ts/get-weather.ts';

describe('get_weather', () => {
  it('gives the same place the same weather, and one entry a day', () => {
    expect(forecast('Oslo', 3)).toEqual(forecast(' oslo ', 3));
    expect(forecast('Oslo', 3)).not.toEqual(forecast('Bergen', 3));
    expect(forecast('Oslo', 7).map(({ day }) => day)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('says in text what it says in structure', async () => {
    const result = await getWeather.handler({ location: 'Oslo', days: 2 } as never);
    const { days } = result.structuredContent as { days: { sky: string }[] };
    for (const { sky } of days) expect(result.content[0]!.text).toContain(sky);
  });
});
