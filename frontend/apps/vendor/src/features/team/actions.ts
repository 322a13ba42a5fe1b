"use server";

import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, unsent } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { ROLES, roleField } from "./roles";

const FIELDS = ["email", "name", "language", ...ROLES.map(roleField)];

/** Give a person access; a mail lets them choose a password. */
export async function inviteMember(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("team");
  const { email = "", name = "", language = "" } = typed(form, ...FIELDS);
  const roles = chosenRoles(form);
  if (!roles.length) return unsent(t("choose_role"), typed(form, ...FIELDS, "key"));
  return change({
    form,
    fields: FIELDS,
    done: t("invited", { email }),
    send: (api, key) =>
      api.POST("/api/v1/vendor/members", {
        params: { header: { "Idempotency-Key": key } },
        body: { email, name, language, roles },
      }),
  });
}

/** Replace a person's roles; they have to log in again. */
export async function changeRoles(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("team");
  const roles = chosenRoles(form);
  if (!roles.length) return unsent(t("choose_role"), typed(form, ...ROLES.map(roleField)));
  return change({
    form,
    fields: ROLES.map(roleField),
    done: t("roles_saved"),
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/vendor/members/{person_id}", {
        params: {
          path: { person_id: String(form.get("id") ?? "") },
          header: { "If-Match": String(form.get("etag") ?? "") },
        },
        body: { roles },
      }),
  });
}

/** End a person's access. The form asks first. */
export async function removeMember(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("team");
  const id = String(form.get("id") ?? "");
  return change({
    form,
    moveOn: "/team?done=removed",
    question: { text: t("remove_question", { name: String(form.get("name") ?? "") }), about: id },
    send: (api) => api.DELETE("/api/v1/vendor/members/{person_id}", { params: { path: { person_id: id } } }),
  });
}

function chosenRoles(form: FormData) {
  return ROLES.filter((role) => form.get(roleField(role)) === "on");
}
