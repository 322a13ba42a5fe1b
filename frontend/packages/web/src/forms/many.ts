import "server-only";
import { Refused } from "@globalmarket/api";
import { refresh } from "next/cache";
import { problemSentence } from "../server/problems";
import type { FormState, RowResult } from "./form-state";

const AT_ONCE = 4;

/** Runs `work` for all of them, a few at once, and keeps their order. */
export async function eachOf<Item>(items: Item[], work: (item: Item) => Promise<RowResult>): Promise<RowResult[]> {
  const rows: RowResult[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    rows.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  }
  return rows;
}

/** What became of one row: whatever the API refuses or does not answer in it, the other rows are still done and listed. @throws a fault of ours */
export async function rowResult(name: string, work: () => Promise<Omit<RowResult, "name">>): Promise<RowResult> {
  try {
    return { name, ...(await work()) };
  } catch (error) {
    const [first] = error instanceof Refused ? (error.problem.errors ?? []) : [];
    return { name, isDone: false, message: first?.message ?? (await problemSentence(error)) };
  }
}

/** For the sentence above the rows. */
export function countsOf(rows: RowResult[]) {
  return { done: rows.filter(({ isDone }) => isDone).length, count: rows.length };
}

/** The form after many things were done by it, and the page as it is now. */
export function rowsDone(message: string, rows: RowResult[]): FormState {
  refresh();
  const kind = rows.some(({ isDone }) => isDone) ? "success" : "problem";
  return { kind, message, rows, errors: {}, values: { key: crypto.randomUUID() }, attempt: crypto.randomUUID() };
}
