import "server-only";
import { type Api, Refused } from "@globalmarket/api";
import { refresh } from "next/cache";
import { RedirectType, redirect } from "next/navigation";
import { isDecided } from "../server/problems";
import { currentSite, privateApi } from "../server/site";
import { asks, type FormState, succeeded, typed } from "./form-state";
import { prove } from "./proof";
import { refused } from "./refused";

interface Change {
  form: FormData;
  /** The names of the fields that keep what was typed when the change is refused. */
  fields?: string[];
  /** The form's own name of a field that the API calls otherwise. */
  renamed?: Record<string, string>;
  /** What the form says afterwards, where it stays. A function where it depends on the answer. */
  done?: string | (() => string);
  /** Where a form leads that is gone afterwards: a path within the locale, whose `?done=` says what has happened (`Done`). A function where it depends on the answer. */
  moveOn?: string | (() => string);
  /** What cannot be undone: the form asks `text` first. A yes is about the values that `about` names; others are asked about anew. */
  question?: { text: string; about: string };
  /** The page shows what is stored beside the form: a form that came too late (412) may be sent again over what stands there. */
  isShownBeside?: boolean;
  /** Another person has saved in between (412): what the form shows of it, given what was typed. */
  onStale?: (values: Record<string, string>) => Promise<FormState>;
  /** A better sentence about a refusal than the API's own, where there is one. */
  explain?: (refusal: Refused) => Promise<string | undefined>;
  /** Calls the API. The key makes the same change once, however often it is sent. */
  send: (api: Api, key: string) => Promise<unknown>;
}

/** The field that holds a form's Idempotency-Key: `keyField()` among its fields. */
const KEY = "key";
/** The hidden field that names the version which the person saw, in a form that edits one. */
const ETAG = "etag";

/** A hidden field with a new Idempotency-Key. */
export function keyField() {
  return { name: KEY, type: "hidden" as const, value: crypto.randomUUID() };
}

/** Make one change, and show the page as it is afterwards, or the next one. The form's key stays the same until the API has decided. */
export async function change(wanted: Change): Promise<FormState> {
  const { form, fields = [], renamed, done = "", moveOn, question, send } = wanted;
  // What was typed belongs to the version that it was typed over: with the tag of a newer one it would replace what nobody has looked at.
  const version = fields.length > 0 && form.has(ETAG) ? typed(form, ETAG) : {};
  const values: Record<string, string> = { ...version, ...typed(form, ...fields, KEY) };
  if (question && form.get("confirmed") !== question.about) return asks(question.text, question.about, values);
  if (question) values.confirmed = question.about; // asked once, also where the API wants to know who the person is
  const unproved = await prove(form, values);
  if (unproved) return unproved;
  try {
    await send(await privateApi(), values[KEY] || crypto.randomUUID());
  } catch (error) {
    if (error instanceof Refused && [409, 412].includes(error.status)) refresh(); // what has happened meanwhile is shown
    if (wanted.onStale && error instanceof Refused && error.status === 412) return wanted.onStale(values);
    if (wanted.isShownBeside && error instanceof Refused && error.status === 412) delete values[ETAG];
    const state = await refused(error, isDecided(error) ? { ...values, [KEY]: crypto.randomUUID() } : values, renamed);
    const sentence = error instanceof Refused && (await wanted.explain?.(error));
    return sentence ? { ...state, message: sentence } : state;
  }
  if (moveOn) {
    const page = typeof moveOn === "function" ? moveOn() : moveOn;
    redirect(`/${(await currentSite()).locale.tag}${page}`, RedirectType.replace);
  }
  refresh();
  return succeeded(typeof done === "function" ? done() : done, { [KEY]: crypto.randomUUID() });
}

/** A number of units that was typed; 0 for nothing, and for what is no number: the API would refuse a fraction as well. */
export function units(form: FormData, name: string): number {
  const number = Number(form.get(name) ?? 0);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
