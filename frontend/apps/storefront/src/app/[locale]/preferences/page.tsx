import { countryName, languageName } from "@globalmarket/i18n";
import { Button } from "@globalmarket/ui/button";
import { SelectField } from "@globalmarket/ui/field";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CountingChoice } from "@/features/behaviour/choice";
import { choosePreferences } from "@/features/preferences/actions";
import { currentShop } from "@/server/shop";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("preferences");
  return { title: t("title"), robots: { index: false } };
}

export default async function PreferencesPage() {
  const t = await getTranslations("preferences");
  const { region, locale } = await currentShop();
  const countries = region.countries
    .map((code) => ({ code, name: countryName(code, locale.language) }))
    .sort((one, other) => one.name.localeCompare(other.name, locale.language));
  return (
    <div className="mx-auto max-w-md px-4 py-10">
      <h1 className="mb-6 font-bold text-3xl tracking-tight">{t("title")}</h1>
      <form action={choosePreferences} className="flex flex-col gap-5">
        <SelectField
          id="country"
          name="country"
          label={t("country")}
          hint={t("country_hint")}
          defaultValue={locale.country}
        >
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField id="language" name="language" label={t("language")} defaultValue={locale.language}>
          {region.languages.map((language) => (
            <option key={language} value={language} lang={language}>
              {languageName(language)}
            </option>
          ))}
        </SelectField>
        <Button type="submit">{t("save")}</Button>
      </form>
      <CountingChoice />
    </div>
  );
}
