import { directionOf } from "@globalmarket/i18n";
import { faultWords } from "../src/i18n/fault-words.ts";

// The shop's tokens are in a file that another request would have to bring; these are the few that this page needs.
const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#ffffff, #14161a); color: light-dark(#17191c, #f1f2f4); }
main { box-sizing: border-box; min-height: 100dvh; display: grid; place-content: center; justify-items: center; gap: 1rem; padding: 1rem;
  text-align: center; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0; text-wrap: balance; }
p { margin: 0; color: light-dark(#565b63, #a9afb8); }
a { display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0 1.25rem; border-radius: 0.5rem; font-weight: 500;
  text-decoration: none; background: light-dark(#0b5c4a, #5fc9ac); color: light-dark(#ffffff, #08251d); }
a:focus-visible { outline: 2px solid light-dark(#0b5c4a, #5fc9ac); outline-offset: 2px; }
`;

export interface FaultPage {
  html: string;
  policy: string;
}

/** A whole page that needs nothing but itself: what a reader sees when the shop could make none. The link is the page's own address. */
export function faultPage(locale: string, nonce: string): FaultPage {
  const { language, title, hint, retry } = faultWords(locale);
  const html = `<!DOCTYPE html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${hint}</p>
<a href="">${retry}</a>
</main>
</body>
</html>
`;
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { html, policy };
}
