import { readFileSync } from "node:fs";
import { directionOf } from "@globalmarket/i18n";

interface Contents {
  language: string;
  nonce: string;
  title: string;
  /** Line breaks in it stay. */
  hint: string;
  /** Of the hint, where it is not the page's. */
  hintLanguage?: string;
  /** The shop's name, where it is known. */
  shop?: string;
  /** When the page should be there again. */
  expected?: string;
  retry: string;
  /** Where "try again" leads: the page that was asked for. */
  address: string;
}

const THEME = readFileSync(new URL("../../../ui/src/theme.css", import.meta.url), "utf8");
const COLOURS = (THEME.match(/--color-(surface|ink|muted|sunken|brand|brand-ink):.*;/g) ?? []).join("");

const STYLE = `:root{color-scheme:light dark;${COLOURS}}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:flex;align-items:center;justify-content:center;padding:2rem 1rem;
  background:var(--color-surface);color:var(--color-ink);font:1rem/1.6 system-ui,sans-serif;text-align:center}
main{max-width:28rem;display:flex;flex-direction:column;align-items:center;gap:1rem}
svg{width:5rem;height:5rem;padding:1.35rem;border-radius:50%;background:var(--color-sunken);color:var(--color-muted)}
h1{margin:0;font-size:1.5rem;line-height:1.3;text-wrap:balance}
p{margin:0;color:var(--color-muted);white-space:pre-line;overflow-wrap:anywhere}
.shop{font-weight:600;font-size:1.125rem;color:var(--color-ink)}
.expected{padding:.625rem 1rem;border-radius:.5rem;background:var(--color-sunken);color:var(--color-ink)}
a{display:inline-flex;align-items:center;min-height:2.75rem;margin-top:.5rem;padding:0 1.5rem;border-radius:.5rem;
  background:var(--color-brand);color:var(--color-brand-ink);font-weight:500;text-decoration:none}
a:focus-visible{outline:2px solid var(--color-brand);outline-offset:2px}`;

const ICON = `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true">
<path d="M2.5 9.5a14 14 0 0 1 6-3.3M12.5 5.6a14 14 0 0 1 9 3.9M6 13.3a9 9 0 0 1 4.5-2.4M15 11.4a9 9 0 0 1 3 1.9M9.5 16.9a4 4 0 0 1 5 0M12 20.5v.01M3.5 2.5l17 18"/></svg>`;

// A spanner: somebody is at work.
const CLOSED_ICON = `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
<path d="M14.7 6.3a1 1 0 0 0 0 1.4l1.6 1.6a1 1 0 0 0 1.4 0l3.8-3.8a6 6 0 0 1-7.9 7.9l-6.9 6.9a2.1 2.1 0 0 1-3-3l6.9-6.9a6 6 0 0 1 7.9-7.9l-3.8 3.8z"/></svg>`;

/** A whole page that says why there is no other one, and leads back to it. It asks for nothing more. */
export function faultPage({ language, nonce, title, hint, retry, address, ...more }: Contents): string {
  const { hintLanguage = language, shop, expected } = more;
  const above = shop ? `<p class="shop"><bdi>${escaped(shop)}</bdi></p>${CLOSED_ICON}` : ICON;
  const until = expected ? `<p class="expected">${escaped(expected)}</p>` : "";
  const spoken = hintLanguage === language ? "" : ` lang="${escaped(hintLanguage)}" dir="${directionOf(hintLanguage)}"`;
  return `<!DOCTYPE html>
<html lang="${language}" dir="${directionOf(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${escaped(title)}</title><style nonce="${nonce}">${STYLE}</style></head>
<body><main>${above}<h1>${escaped(title)}</h1><p${spoken}>${escaped(hint)}</p>${until}<a href="${escaped(address)}">${escaped(retry)}</a></main></body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
