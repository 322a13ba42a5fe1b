import "server-only";
import { type ConversationView, Refused } from "@globalmarket/api";
import { patientApi, place } from "@/server/shop";
import { findOpened, type Opened, rememberOpened } from "./conversation-cookie";

/** A question that waits for its answer. */
export interface Asked extends Opened {
  number: number;
}

/** What this browser's conversation holds; null where there is none (any more). */
export async function findConversation(): Promise<ConversationView | null> {
  const opened = await findOpened();
  if (!opened) return null;
  try {
    const api = await apiOf(opened);
    const params = { path: { conversation_id: opened.id } };
    return (await api.GET("/api/v1/store/conversations/{conversation_id}", { params })).data ?? null;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}

/** Say something, in a new conversation where the browser has none, or the one that it had is gone or full. */
export async function say(text: string): Promise<Asked> {
  const opened = await findOpened();
  if (opened) {
    try {
      return await sayIn(opened, text);
    } catch (error) {
      if (!(error instanceof Refused && [404, 409].includes(error.status))) throw error;
    }
  }
  return sayIn(await begin(), text);
}

/** The answer as events, as they come. */
export async function streamAnswer(asked: Asked): Promise<ReadableStream | null> {
  const api = await apiOf(asked, { Accept: "text/event-stream" });
  const { data } = await api.POST("/api/v1/store/conversations/{conversation_id}/messages/{number}/answer", {
    ...(await answerTo(asked)),
    parseAs: "stream",
  });
  return data as unknown as ReadableStream | null;
}

/** Have it answered; the conversation holds the answer then. */
export async function awaitAnswer(asked: Asked): Promise<void> {
  const api = await apiOf(asked);
  await api.POST("/api/v1/store/conversations/{conversation_id}/messages/{number}/answer", await answerTo(asked));
}

/** For calls about a conversation that take as long as an answer may. */
export function apiOf({ secret }: Pick<Opened, "secret">, more: Record<string, string> = {}) {
  return patientApi({ "Conversation-Token": secret, ...more });
}

async function answerTo({ id, number }: Asked) {
  return { params: { path: { conversation_id: id, number }, query: await place() } };
}

async function begin(): Promise<Opened> {
  const api = await patientApi();
  const { data } = await api.POST("/api/v1/store/conversations", {
    params: { header: { "Idempotency-Key": crypto.randomUUID() } },
  });
  if (!data) throw new Error("an answer without a conversation");
  const opened = { id: data.conversation.id, secret: data.token };
  await rememberOpened(opened);
  return opened;
}

async function sayIn(opened: Opened, text: string): Promise<Asked> {
  const api = await apiOf(opened);
  const { data } = await api.POST("/api/v1/store/conversations/{conversation_id}/messages", {
    params: { path: { conversation_id: opened.id }, header: { "Idempotency-Key": crypto.randomUUID() } },
    body: { text },
  });
  if (!data) throw new Error("an answer without a message");
  return { ...opened, number: data.number };
}
