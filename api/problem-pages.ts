import { Router } from 'express';
import Handlebars from 'handlebars';
import { ERRORS } from '../domain/errors.ts';

const page = Handlebars.compile(
  `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>{{title}} · Order Saga</title>
    <link rel="stylesheet" href="/problems/style.css">
  </head>
  <body>
    <main>
      <p><a href="/problems">Problems</a> · <a href="/docs">API reference</a></p>
      <h1>{{title}}</h1>
      {{#each rows}}
      <section id="{{code}}">
        <h2><a href="/problems/{{code}}"><code>{{code}}</code></a></h2>
        <p><strong>{{status}}</strong> {{title}}. {{#if retryable}}The same request may succeed later.{{/if}}</p>
        <p>{{help}}</p>
      </section>
      {{/each}}
    </main>
  </body>
</html>
`,
  { strict: true },
);

const STYLE = `body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0; }
main { max-width: 42rem; margin: 0 auto; padding: 1rem; }
h2 { margin: 2rem 0 0; font-size: 1.1rem; }
p { margin: 0.5rem 0; }
a { color: #0b57d0; }
`;

const ROWS = Object.entries(ERRORS).map(([code, row]) => ({ code, ...row }));

/** What the `type` of a problem leads to (RFC 9457): a page for each code of domain/errors.ts, and one for all. */
export function problemPages(): Router {
  const router = Router();
  router.get('/problems', (_request, response) => {
    response.type('html').send(page({ title: 'What can go wrong', rows: ROWS }));
  });
  router.get('/problems/style.css', (_request, response) => {
    response.type('css').send(STYLE);
  });
  for (const row of ROWS) {
    router.get(`/problems/${row.code}`, (_request, response) => {
      response.type('html').send(page({ title: row.title, rows: [row] }));
    });
  }
  return router;
}
