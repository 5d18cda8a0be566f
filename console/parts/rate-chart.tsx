import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Schemas } from '../api.ts';

type Figures = Schemas['LiveFigures'];

const HEIGHT = 220;
/** Told apart by more than their colors. */
const LINES = [
  { color: '--line-1', dash: [] },
  { color: '--line-2', dash: [8, 4] },
  { color: '--line-3', dash: [2, 3] },
];

/** Orders a minute of each storefront, over the last hour. The same is in a table beside it. */
export function RateChart({ storefronts }: { storefronts: readonly Figures[] }) {
  const isDark = useIsDark();
  const names = storefronts.map(({ storefront }) => storefront).join(' ');
  return (
    <figure className="panel">
      {/* Its colors are those of when it was drawn first. */}
      <Plot key={`${names} ${isDark}`} names={names} storefronts={storefronts} />
      <figcaption className="legend">
        {storefronts.map(({ storefront }, index) => (
          <span key={storefront}>
            <svg width="28" height="8" aria-hidden="true">
              <line
                x1="0"
                x2="28"
                y1="4"
                y2="4"
                stroke={`var(${LINES[index]?.color ?? '--text'})`}
                strokeWidth="2.5"
                strokeDasharray={LINES[index]?.dash.join(' ')}
              />
            </svg>
            {storefront}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function Plot({ names, storefronts }: { names: string; storefronts: readonly Figures[] }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = new UPlot(optionsOf(element, names.split(' ')), undefined, element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [names]);

  useEffect(() => {
    const minutes = (storefronts[0]?.perMinute ?? []).map(({ minute }) => Date.parse(minute) / 1000);
    const lines = storefronts.map(({ perMinute }) => perMinute.map(({ orders }) => orders));
    chart.current?.setData([minutes, ...lines]);
  }, [storefronts]);

  return (
    <div ref={box} className="chart" role="img" aria-label={`Orders a minute of ${names}; the table has the figures`} />
  );
}

function optionsOf(element: HTMLElement, names: readonly string[]): UPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const axis: UPlot.Axis = {
    stroke: color('--text'),
    grid: { stroke: color('--border'), width: 1 },
    ticks: { stroke: color('--border'), width: 1 },
    font: '12px system-ui, sans-serif',
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_chart, _least, most) => [0, Math.max(5, most)] } },
    axes: [axis, { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }],
    series: [
      {},
      ...names.map((label, index): UPlot.Series => ({
        label,
        stroke: color(LINES[index]?.color ?? '--text'),
        dash: [...(LINES[index]?.dash ?? [])],
        width: 2,
        points: { show: false },
      })),
    ],
  };
}

function useIsDark(): boolean {
  const [isDark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const look = () => setDark(media.matches);
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, []);
  return isDark;
}
