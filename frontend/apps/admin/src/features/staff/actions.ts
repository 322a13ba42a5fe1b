"use server";

import type { StaffRoleName } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { changeWithReason } from "@/features/forms/reasoned";
import { text } from "@/features/forms/text";
import type { StaffDone } from "./done";
import { ROLES } from "./filters";

const ROLE_FIELDS = ROLES.map((role) => `role_${role}`);

/** Give a person access; a mail lets them choose a password. */
export async function inviteMember(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("staff");
  const fields = ["name", "email", "language", ...ROLE_FIELDS];
  const problem = await withoutRoles(form, fields);
  if (problem) return problem;
  return changeWithReason({
    form,
    question: t("invite_question", { email: text(form, "email") }),
    about: fields,
    moveOn: "/staff?done=invited",
    send: (api, key) =>
      api.POST("/api/v1/admin/staff", {
        params: { header: { "Idempotency-Key": key } },
        body: {
          name: text(form, "name"),
          email: text(form, "email"),
          language: text(form, "language"),
          roles: rolesIn(form),
          reason: text(form, "reason"),
        },
      }),
  });
}

export async function changeRoles(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("staff");
  const problem = await withoutRoles(form, ROLE_FIELDS);
  if (problem) return problem;
  return changeWithReason({
    form,
    question: t("roles_question"),
    about: ROLE_FIELDS,
    moveOn: done(form, "roles_changed"),
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/admin/staff/{member_id}", {
        params: { path: { member_id: text(form, "member") }, header: { "If-Match": `"${text(form, "etag")}"` } },
        body: { roles: rolesIn(form), reason: text(form, "reason") },
      }),
  });
}

export async function inviteAgain(_before: FormState | null, form: FormData): Promise<FormState> {
  return change({
    form,
    moveOn: done(form, "invited_again"),
    send: (api, key) => api.POST("/api/v1/admin/staff/{member_id}/invitations", { params: paramsOf(form, key) }),
  });
}

export async function endAccess(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("staff");
  return changeWithReason({
    form,
    question: t("end_question"),
    moveOn: done(form, "access_ended"),
    send: (api, key) =>
      api.POST("/api/v1/admin/staff/{member_id}/end-access", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

export async function restoreAccess(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("staff");
  return changeWithReason({
    form,
    question: t("restore_question"),
    moveOn: done(form, "access_restored"),
    send: (api, key) =>
      api.POST("/api/v1/admin/staff/{member_id}/restore-access", {
        params: paramsOf(form, key),
        body: { reason: text(form, "reason") },
      }),
  });
}

function rolesIn(form: FormData): StaffRoleName[] {
  return ROLES.filter((role) => form.get(`role_${role}`) === "on");
}

async function withoutRoles(form: FormData, fields: string[]): Promise<FormState | null> {
  if (rolesIn(form).length) return null;
  const t = await getTranslations("staff");
  return wrongFields(t("check_fields"), ["role_admin"], t("one_role"), typed(form, ...fields, "reason", "key"));
}

function paramsOf(form: FormData, key: string) {
  return { path: { member_id: text(form, "member") }, header: { "Idempotency-Key": key } };
}

function done(form: FormData, what: StaffDone): string {
  return afterwards(form, `/staff/${text(form, "member")}`, what);
}
