import { readFileSync } from "node:fs";

const FOLDER = new URL("../../../frontend/apps/storefront/messages/", import.meta.url);

/** A text of the shop as it stands in the catalogue: `words("nl")("checkout.email")`. Texts with values in them are no use here. */
export function words(language: string): (path: string) => string {
  return (path) => {
    const [namespace = "", ...keys] = path.split(".");
    let found = JSON.parse(readFileSync(new URL(`${language}/${namespace}.json`, FOLDER), "utf8"));
    for (const key of keys) found = found?.[key];
    if (typeof found !== "string") throw new Error(`no text ${path} in ${language}`);
    return found;
  };
}
