import type { EndpointView } from "@globalmarket/api";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { EVENT_TYPES, wordOf } from "./event-types";

/** What a person says of a webhook, new or known. */
export async function webhookFields(webhook?: EndpointView): Promise<FieldSpec[]> {
  const t = await getTranslations("webhooks");
  const settings = await getTranslations("settings");
  return [
    { name: "url", label: t("url"), hint: t("url_hint"), value: webhook?.url, maxLength: 500, dir: "ltr" },
    {
      name: "description",
      label: t("description"),
      hint: t("description_hint"),
      optional: settings("optional"),
      value: webhook?.description,
      maxLength: 100,
    },
    ...EVENT_TYPES.map(
      (one): FieldSpec => ({
        name: wordOf(one),
        type: "checkbox",
        label: `${t("events")}: ${t(`event.${wordOf(one)}`)}`,
        value: webhook?.event_types.includes(one) ? "on" : "",
      }),
    ),
  ];
}
