import Handlebars from 'handlebars';

const page = Handlebars.compile(
  `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Read payloads · Order Saga</title>
    <link rel="stylesheet" href="/codec/style.css">
  </head>
  <body>
    <main>
      <h1>Read what is encrypted in Temporal</h1>
      <form method="post" action="/codec">
        <label for="key">An operator's API key or token</label>
        <input id="key" name="key" type="password" autocomplete="off" required>
        <button>Sign in for eight hours</button>
      </form>
      {{#if uiOrigin}}
      <p>Then, once for this browser: in <a href="{{uiOrigin}}">Temporal's UI</a> open the glasses at the top, choose
      <em>Use my browser setting</em>, this page's address as the endpoint, and <em>Include cross-origin credentials</em>.</p>
      {{/if}}
    </main>
  </body>
</html>
`,
  { strict: true },
);

export const STYLE = `body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0; }
main { max-width: 32rem; margin: 0 auto; padding: 1rem; }
label, input, button { display: block; margin: 0.5rem 0; font: inherit; }
input { width: 100%; box-sizing: border-box; padding: 0.4rem; }
a { color: #0b57d0; }
`;

/** Where whoever reads in Temporal's UI says who it is. */
export function signInPage(uiOrigin: string | undefined): string {
  return page({ uiOrigin: uiOrigin ?? '' });
}
