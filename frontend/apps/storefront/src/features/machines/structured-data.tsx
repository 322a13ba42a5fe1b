import "server-only";
import type { Thing } from "schema-dts";

/** Facts for machines (schema.org) as JSON-LD. `<` is written so that no text in it can end the element. */
export function StructuredData({ data }: { data: Exclude<Thing, string> }) {
  const json = JSON.stringify({ "@context": "https://schema.org", ...data }).replaceAll("<", "\\u003c");
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON-LD has no other form; its only dangerous character is written otherwise
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}
