import "server-only";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { text } from "./text";

/** The longest reason that the API takes. */
const MOST = 500;

interface Reasoned extends Omit<Parameters<typeof change>[0], "question"> {
  /** What the form asks before it does anything: what will happen, with the amount if one moves. */
  question: string;
  /** The names of the fields that the question is about; another value in them is asked about anew. */
  about?: string[];
}

/** A field for why something is done. The audit log keeps it. */
export async function reasonField(more: { label?: string; isOptional?: boolean } = {}) {
  const t = await getTranslations("forms");
  const optional = more.isOptional ? { optional: t("optional") } : {};
  return { name: "reason", type: "textarea" as const, label: more.label ?? t("reason"), maxLength: MOST, ...optional };
}

/** A change of money or rights: it needs a reason, and the form asks before it is made. */
export async function changeWithReason({ question, about = [], fields = [], ...wanted }: Reasoned): Promise<FormState> {
  const t = await getTranslations("forms");
  const all = ["reason", ...about, ...fields];
  if (!text(wanted.form, "reason")) {
    return wrongFields(t("check_fields"), ["reason"], t("say_why"), typed(wanted.form, ...all, "key"));
  }
  const asked = JSON.stringify(about.map((name) => [name, text(wanted.form, name)]));
  return change({ ...wanted, fields: all, question: { text: question, about: asked } });
}
