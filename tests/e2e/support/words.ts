import { existsSync, readFileSync } from "node:fs";

const APPS = new URL("../../../frontend/apps/", import.meta.url);
const SHARED = new URL("../../../frontend/packages/web/messages/", import.meta.url);

export type App = "storefront" | "vendor" | "admin";

/** A text of an app as it stands in the catalogue: `words("nl")("checkout.email")`. Texts with values in them are no use here. */
export function words(language: string, app: App = "storefront"): (path: string) => string {
  return (path) => {
    const [namespace = "", ...keys] = path.split(".");
    const own = new URL(`${app}/messages/${language}/${namespace}.json`, APPS);
    const file = existsSync(own) ? own : new URL(`${language}/${namespace}.json`, SHARED);
    let found = JSON.parse(readFileSync(file, "utf8"));
    for (const key of keys) found = found?.[key];
    if (typeof found !== "string") throw new Error(`no text ${path} in ${language}`);
    return found;
  };
}
