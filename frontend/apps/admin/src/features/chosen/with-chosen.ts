import "server-only";
import type { Api } from "@globalmarket/api";
import { asks, type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { countsOf, eachOf, rowResult, rowsDone } from "@globalmarket/web/forms/many";
import { privateApi } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";
import { boxesOf, rowsOf } from "./boxes";

interface Wanted<Step extends string> {
  form: FormData;
  /** Those of the list's rows. */
  ids: RegExp;
  /** What can be done; the first one unless the form names another. */
  steps: readonly [Step, ...Step[]];
  /** What the form asks before it does so. */
  question: (step: Step, count: number) => string;
  /** What a row says afterwards. */
  done: (step: Step) => string;
  send: (call: { api: Api; id: string; step: Step; reason: string; key: string }) => Promise<unknown>;
}

/** Does one thing with each of the chosen rows, by a call of its own: one that is refused holds up none of the others (decision 138). */
export async function withChosen<Step extends string>(wanted: Wanted<Step>): Promise<FormState> {
  const { form, ids, steps, question, done, send } = wanted;
  const t = await getTranslations("chosen");
  const words = await getTranslations("forms");
  const chosen = rowsOf(form, ids);
  const step = steps.find((one) => one === text(form, "step")) ?? steps[0];
  const reason = text(form, "reason");
  const values = { ...typed(form, "reason", "key"), step };
  if (!chosen.length) return wrongFields(t("none"), [], "", values);
  if (!reason) return wrongFields(words("check_fields"), ["reason"], words("say_why"), values);
  const about = [step, ...chosen.map(({ id }) => id)].join();
  if (form.get("confirmed") !== about) {
    return { ...asks(question(step, chosen.length), about, values), boxes: boxesOf(t("rows"), chosen) };
  }
  const api = await privateApi();
  const rows = await eachOf(chosen, ({ id, name }) =>
    rowResult(name, async () => {
      await send({ api, id, step, reason, key: `${text(form, "key")}.${id}` });
      return { isDone: true, message: done(step) };
    }),
  );
  return rowsDone(t("done", countsOf(rows)), rows);
}
