import "server-only";
import { currentShop } from "@/server/shop";
import { type CardContent, drawCard } from "./card";

const COLOUR = "#0b5c4a"; // of the design, where the region has none of its own

/** The picture of a shared link as an answer. What it was made of decides how long the web server keeps it, as with pages. */
export async function cardAnswer(
  content: Pick<CardContent, "over" | "title" | "under" | "picture">,
): Promise<Response> {
  const { region, locale } = await currentShop();
  const card = await drawCard({
    ...content,
    shop: content.title === region.name ? "" : region.name,
    language: locale.language,
    colour: region.brand.colour ?? COLOUR,
  });
  return new Response(new Uint8Array(card), {
    headers: { "Content-Type": "image/jpeg", "Cache-Control": "public, max-age=300" },
  });
}
