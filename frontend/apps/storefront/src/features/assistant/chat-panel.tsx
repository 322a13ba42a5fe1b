import type { MessageView } from "@globalmarket/api";
import { Button } from "@globalmarket/ui/button";
import { TextArea } from "@globalmarket/ui/field";
import { X } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { ChatMessage } from "./chat-message";
import { NUMBER, readAnswer } from "./stream";
import { numbered, saidBy } from "./transcript";
import type { ChatWords } from "./words";

export interface PanelProps {
  address: string;
  locale: string;
  words: ChatWords;
  onClose: () => void;
}

const MOST = 500; // characters, as the API takes them
const PANEL =
  "m-0 ms-auto h-dvh max-h-none w-full max-w-md border-line border-s bg-surface text-ink shadow-xl backdrop:bg-ink/40";

/** The conversation in a dialog: the browser keeps the focus inside, Escape closes it, and the link has the focus again. */
export function ChatPanel({ address, locale, words, onClose }: PanelProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const talk = useTalk(`${address}/conversation`, words.failed);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog, and there is a button
    <dialog
      ref={dialog}
      aria-labelledby="chat-title"
      className={PANEL}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className="flex h-full flex-col">
        <header className="flex items-center justify-between gap-2 border-line border-b px-4 py-2">
          <h2 id="chat-title" className="font-semibold text-lg">
            {words.title}
          </h2>
          <Button look="quiet" aria-label={words.close} onClick={() => dialog.current?.close()}>
            <X aria-hidden className="size-5" />
          </Button>
        </header>
        <Talk talk={talk} locale={locale} words={words} address={address} />
        <Writing words={words} isBusy={talk.isBusy} onSend={talk.send} />
      </div>
    </dialog>
  );
}

interface TalkProps {
  talk: ReturnType<typeof useTalk>;
  locale: string;
  words: ChatWords;
  address: string;
}

function Talk({ talk, locale, words, address }: TalkProps) {
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new is shown
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" }); // newer browsers return a promise, which is no clean-up of an effect
  }, [talk.messages, talk.coming]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <section className="flex-1 overflow-y-auto px-4 py-4" tabIndex={0} aria-label={words.log}>
      <p className="mb-4 text-muted text-sm">
        {words.notice}{" "}
        <a href={`/${locale}/pages/privacy`} className="underline underline-offset-4">
          {words.privacy}
        </a>
      </p>
      {/* It comes with what was said before, which is old, and not read out. */}
      {talk.messages && (
        <div role="log" aria-live="polite" className="flex flex-col gap-4">
          {talk.messages.map((message) => (
            <ChatMessage key={message.number} message={message} locale={locale} words={words} />
          ))}
        </div>
      )}
      {/* What grows is not read out: the whole answer is, once it is in the log. */}
      {talk.coming && (
        <p aria-hidden className="mt-4 whitespace-pre-line rounded-xl bg-sunken px-4 py-3" dir="auto">
          {talk.coming}
        </p>
      )}
      <p role="status" className="mt-2 text-muted text-sm">
        {talk.isBusy ? words.answering : ""}
      </p>
      <p role="alert" className="text-sale text-sm">
        {talk.problem}
      </p>
      <p className="mt-4 text-sm">
        <a href={`${address}#hand-over`} className="underline underline-offset-4">
          {words.more}
        </a>
      </p>
      <div ref={end} />
    </section>
  );
}

interface WritingProps {
  words: ChatWords;
  isBusy: boolean;
  onSend: (text: string) => void;
}

function Writing({ words, isBusy, onSend }: WritingProps) {
  const form = useRef<HTMLFormElement>(null);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("text") ?? "").trim();
    if (!text || isBusy) return;
    event.currentTarget.reset();
    onSend(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    form.current?.requestSubmit();
  };
  return (
    <form ref={form} onSubmit={send} className="flex items-end gap-2 border-line border-t px-4 py-3">
      <TextArea
        id="chat-text"
        name="text"
        label={words.label}
        rows={2}
        maxLength={MOST}
        dir="auto"
        autoFocus
        className="flex-1"
        onKeyDown={onKeyDown}
      />
      <Button type="submit" aria-disabled={isBusy}>
        {words.send}
      </Button>
    </form>
  );
}

/** What was said and has no answer yet. */
interface Waiting {
  text: string;
  number: number;
}

/** The conversation of this browser: what was said, what is coming, and the way to say more. `messages` is null until they are known. */
function useTalk(address: string, failed: string) {
  const [messages, setMessages] = useState<MessageView[] | null>(null);
  const [coming, setComing] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const waiting = useRef<Waiting>(null);
  useEffect(() => {
    fetch(address)
      .then((answer) => answer.json())
      .then((found: { messages: MessageView[] }) => setMessages(found.messages))
      .catch(() => setMessages([])); // it begins anew
  }, [address]);
  const ask = async (body: { text: string } | { number: number }) => {
    const headers = { "Content-Type": "application/json" };
    return fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  };
  const send = async (text: string) => {
    setBusy(true);
    setProblem("");
    try {
      let answer: Response;
      if (waiting.current?.text === text) {
        answer = await ask({ number: waiting.current.number }); // it was cut: said once, and asked for again
      } else {
        const number = (messages?.at(-1)?.number ?? 0) + 1;
        setMessages((before) => [...(before ?? []), saidBy(text, number)]);
        answer = await ask({ text });
        const given = Number(answer.headers.get(NUMBER));
        if (given) {
          waiting.current = { text, number: given };
          setMessages((before) => numbered(before ?? [], number, given));
        }
      }
      const message = await readAnswer(answer, setComing);
      waiting.current = null;
      setMessages((before) => [...(before ?? []), message]);
    } catch (error) {
      setProblem(error instanceof Error && error.name === "AnswerRefused" ? error.message : failed);
    }
    setComing("");
    setBusy(false);
  };
  return { messages, coming, isBusy, problem, send };
}
