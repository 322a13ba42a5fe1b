import type { MessageView } from "@globalmarket/api";

/** What the visitor says, before the shop has it. */
export function saidBy(text: string, number: number): MessageView {
  return { number, author: "visitor", text, at: new Date().toISOString(), answer: null };
}

/**
 * The messages with the number that the shop gave to the last one, which was `guessed`. Those that it does not follow go: they never
 * came there, or are of the conversation before.
 */
export function numbered(messages: MessageView[], guessed: number, given: number): MessageView[] {
  const said = messages.findLast((message) => message.number === guessed);
  if (!said) return messages;
  return [...messages.filter((message) => message !== said && message.number < given), { ...said, number: given }];
}
