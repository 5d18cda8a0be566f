import { type Dashboard, DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { type PanelSpec, ROWS } from './panels.ts';

/** What Grafana shows, of panels.ts: `npm run docs:dashboard` writes it to dashboard.json. */
export function dashboard(): Dashboard {
  const board = new DashboardBuilder('Order Saga')
    .uid('order-saga')
    .tags(['order-saga'])
    .refresh('30s')
    .time({ from: 'now-1h', to: 'now' })
    .timezone('browser');
  for (const [row, panels] of Object.entries(ROWS)) {
    board.withRow(new RowBuilder(row));
    for (const spec of panels) board.withPanel(panel(spec));
  }
  return board.build();
}

function panel({ title, unit, legend, expr }: PanelSpec): PanelBuilder {
  const query = new DataqueryBuilder().expr(expr).legendFormat(legend);
  return new PanelBuilder().title(title).unit(unit).min(0).span(8).height(7).withTarget(query);
}
