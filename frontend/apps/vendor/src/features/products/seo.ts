/** What a search engine shows of a product's page, about as long as it shows it. */
export interface Snippet {
  title: string;
  description: string;
}

const MOST_TITLE = 60;
const MOST_DESCRIPTION = 160;

/** Of what is typed in one language: the texts for search engines, or else the product's own, as its page has them. */
export function snippetOf(typed: Record<string, string>, language: string): Snippet {
  const of = (name: string) => (typed[`texts.${language}.${name}`] ?? "").trim();
  return {
    title: cut(of("seo_title") || of("title"), MOST_TITLE),
    description: cut(of("seo_description") || plain(of("description_html")), MOST_DESCRIPTION),
  };
}

function plain(html: string): string {
  return html
    .replace(/<[^<>]*>/g, " ")
    .replace(/&nbsp;/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .trim();
}

/** At the end of a word, with an ellipsis, where it is too long. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const short = text.slice(0, most - 1);
  return `${short.slice(0, Math.max(short.lastIndexOf(" "), most / 2)).trimEnd()}…`;
}
