/** What the form about maintenance does. */
export type MaintenanceStep = "begin" | "change" | "end";

/** The moment's field, as the API calls it. */
export const UNTIL = "maintenance_until";

/** The field of the text in a language, as the API calls it in its refusals. */
export function noticeField(language: string): string {
  return `maintenance_texts.${language}`;
}

export function noticeNames(languages: readonly string[]): string[] {
  return [...languages.map(noticeField), UNTIL];
}

export function maintenanceStep(form: FormData): MaintenanceStep {
  const step = form.get("step");
  return step === "begin" || step === "change" ? step : "end";
}

/** What those are to read who are shut out. A moment without a zone is by the region's clock; an empty one is unknown. */
export function noticeIn(form: FormData, languages: readonly string[]) {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  return {
    maintenance_texts: Object.fromEntries(languages.map((language) => [language, text(noticeField(language))])),
    maintenance_until: text(UNTIL) || null,
  };
}

/** A moment as a field for a day and a time takes it, where the region is: "2026-12-01T14:05". */
export function asTyped(moment: string | null, timeZone: string): string {
  if (!moment) return "";
  const style = { dateStyle: "short", timeStyle: "short", timeZone } as const;
  return new Intl.DateTimeFormat("sv-SE", style).format(new Date(moment)).replace(" ", "T");
}
