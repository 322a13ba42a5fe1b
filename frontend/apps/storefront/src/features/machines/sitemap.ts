/** An address in a sitemap. */
export interface SitemapAddress {
  address: string;
  /** RFC 3339. */
  changedAt?: string;
  images?: readonly { url: string }[];
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACES =
  'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"';

/** A list of sitemaps (sitemaps.org, protocol 0.9). */
export function sitemapIndex(addresses: readonly string[]): string {
  const entries = addresses.map((address) => `<sitemap><loc>${escaped(address)}</loc></sitemap>`);
  return `${HEAD}<sitemapindex ${NAMESPACES}>\n${entries.join("\n")}\n</sitemapindex>\n`;
}

/** A sitemap with the pictures of each page (Google's image extension). */
export function sitemap(pages: readonly SitemapAddress[]): string {
  const entries = pages.map(({ address, changedAt, images = [] }) => {
    const changed = changedAt ? `<lastmod>${changedAt}</lastmod>` : "";
    const pictures = images.map(({ url }) => `<image:image><image:loc>${escaped(url)}</image:loc></image:image>`);
    return `<url><loc>${escaped(address)}</loc>${changed}${pictures.join("")}</url>`;
  });
  return `${HEAD}<urlset ${NAMESPACES}>\n${entries.join("\n")}\n</urlset>\n`;
}

export function xmlAnswer(text: string): Response {
  return new Response(text, { headers: { "Content-Type": "application/xml; charset=utf-8" } });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
