/** What arrives: `docs/concepts/live-updates.md` and `docs/reference/asyncapi.json` have all of it. */
export interface LiveMessage {
  type: string;
  number: number;
  topic?: string;
  /** What the message's type says there is. */
  data?: Record<string, unknown>;
}

interface Options {
  /** Where to connect, with a ticket if one is needed; null if there is nothing to connect to. */
  address: () => Promise<string | null>;
  onMessage: (message: LiveMessage) => void;
  /** Called when a connection stands, and when the last attempts have failed. */
  onState: (isConnected: boolean) => void;
  Socket?: typeof WebSocket;
}

const SILENCE_MS = 60_000; // a beat comes every 25 seconds
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const NOT_UNDERSTOOD = 4400;
const TOO_MANY = 4429;

/**
 * Stay connected: after each loss come back with the last number, so that what was missed is sent again. The function that comes back
 * ends it.
 */
export function stayConnected({ address, onMessage, onState, Socket = WebSocket }: Options): () => void {
  let last = 0;
  let wait = FIRST_WAIT_MS;
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  const again = (most: number) => {
    if (isOver) return;
    timer = setTimeout(connect, Math.random() * most);
  };
  const listenForSilence = () => {
    clearTimeout(timer);
    timer = setTimeout(() => socket?.close(), SILENCE_MS);
  };
  const connect = async () => {
    const target = await address().catch(() => null);
    if (isOver) return;
    if (!target) return onState(false);
    socket = new Socket(withLast(target, last));
    socket.onmessage = ({ data }) => {
      const message: LiveMessage = JSON.parse(String(data));
      last = message.number;
      wait = FIRST_WAIT_MS;
      listenForSilence();
      if (message.type === "ready") onState(true);
      else if (message.type !== "beat") onMessage(message);
    };
    socket.onclose = ({ code }) => {
      clearTimeout(timer);
      onState(false);
      if (code === NOT_UNDERSTOOD) return;
      again(code === TOO_MANY ? 2 * LONGEST_WAIT_MS : wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  };
  void connect();
  return () => {
    isOver = true;
    clearTimeout(timer);
    socket?.close();
  };
}

function withLast(target: string, last: number): string {
  const address = new URL(target);
  if (last) address.searchParams.set("last", String(last));
  return address.toString();
}
