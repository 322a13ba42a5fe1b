"use server";

import type { CampaignView } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";
import { getCampaign, readReach } from "./reads";

/** Write a mail to a segment. Languages whose fields are empty are left out. */
export async function createCampaign(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("campaigns");
  const { region } = await currentSite();
  const { languages } = region;
  const fields = ["name", "segment", "currency", ...languages.flatMap((one) => [`subject-${one}`, `body-${one}`])];
  const half = languages.flatMap((one) => {
    const [subject, body] = [text(form, `subject-${one}`), text(form, `body-${one}`)];
    if (Boolean(subject) !== Boolean(body)) return [subject ? `body-${one}` : `subject-${one}`];
    return one === region.default_language && !subject ? [`subject-${one}`, `body-${one}`] : [];
  });
  if (half.length > 0) return wrongFields(t("fill_both"), half, t("fill_both"), typed(form, ...fields, "key"));
  const written = languages.filter((one) => text(form, `subject-${one}`));
  return change({
    form,
    fields,
    moveOn: "/customers/campaigns?done=created",
    send: (api, key) =>
      api.POST("/api/v1/admin/campaigns", {
        params: { header: { "Idempotency-Key": key } },
        body: {
          name: text(form, "name"),
          segment: text(form, "segment") as CampaignView["segment"],
          currency: text(form, "currency"),
          texts: written.map((one) => ({
            language: one,
            subject: text(form, `subject-${one}`),
            body: text(form, `body-${one}`),
          })) as never,
        },
      }),
  });
}

/** Send it. The form asks first, with how many people that is. */
export async function startCampaign(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("campaigns");
  const id = text(form, "id");
  const { recipients } = await readReach(await getCampaign(id));
  return change({
    form,
    done: t("done.started"),
    question: { text: t("start_question", { recipients }), about: `${id} ${recipients}` },
    send: (api, key) =>
      api.POST("/api/v1/admin/campaigns/{campaign_id}/start", {
        params: { path: { campaign_id: id }, header: { "Idempotency-Key": key } },
      }),
  });
}

/** Send no more of it. The form asks first. */
export async function cancelCampaign(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("campaigns");
  const id = text(form, "id");
  return change({
    form,
    done: t("done.canceled"),
    question: { text: t("cancel_question"), about: id },
    send: (api, key) =>
      api.POST("/api/v1/admin/campaigns/{campaign_id}/cancel", {
        params: { path: { campaign_id: id }, header: { "Idempotency-Key": key } },
      }),
  });
}
