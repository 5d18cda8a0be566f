/** The shops that the page is about. */
export interface Load {
  name: string;
  /** What everything has to be large enough for. */
  peakPerSecond: number;
  /** What is paid for by use. */
  ordersADay: number;
}

const DAY_SECONDS = 86_400;

/** Nobody's figure: how much a day's busiest minute is above its mean, to be replaced by the shop's own. */
export const PEAK_TO_MEAN = 5;

export const LOADS: readonly Load[] = [
  {
    name: 'a million a day',
    peakPerSecond: (1_000_000 / DAY_SECONDS) * PEAK_TO_MEAN,
    ordersADay: 1_000_000,
  },
  { name: '1,000 a second, all day', peakPerSecond: 1_000, ordersADay: 1_000 * DAY_SECONDS },
];

export const headOf = ({ name, peakPerSecond }: Load) => `${name} (peak ${peakPerSecond.toFixed(0)}/s)`;
