import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { LOCALE_HEADER } from "@/server/names";
import { NAMESPACES } from "./namespaces";

/** The words of the shop, in the language of the address. */
export default getRequestConfig(async () => {
  const locale = (await headers()).get(LOCALE_HEADER) ?? "en-NL";
  const [language = "en"] = locale.split("-");
  const entries = NAMESPACES.map(async (name) => [name, await catalogue(language, name)] as const);
  return { locale, messages: Object.fromEntries(await Promise.all(entries)), timeZone: "UTC" };
});

async function catalogue(language: string, name: string): Promise<Record<string, unknown>> {
  return (await import(`../../messages/${language}/${name}.json`)).default;
}
