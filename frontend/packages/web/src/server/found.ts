import "server-only";
import { Refused } from "@globalmarket/api";
import { notFound } from "next/navigation";

/** What the call answers; the page "not found" where the API has no such thing (404), or the address names none (422). */
export async function foundOrNone<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Refused && [404, 422].includes(error.status)) notFound();
    throw error;
  }
}
