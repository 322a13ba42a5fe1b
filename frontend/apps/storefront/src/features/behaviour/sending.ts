import { CART_CHANGED } from "@/features/frame/cart-badge";
import { listen, type NotedAt, note } from "./note";

const MOST_AT_ONCE = 20;
const EVERY_MS = 10_000;

/** Send what is noted to the shop, a few together, and the last when the page is left. The function that comes back ends it. */
export function startSending(address: string): () => void {
  let waiting: (NotedAt & { id: string })[] = [];
  let viewed = "";
  const send = () => {
    if (waiting.length) navigator.sendBeacon(address, JSON.stringify(waiting));
    waiting = [];
  };
  const stop = listen((event) => {
    if (event.kind === "view") viewed = event.product_id ?? "";
    waiting.push({ ...event, id: crypto.randomUUID() });
    if (waiting.length >= MOST_AT_ONCE) send();
  });
  const onLeave = () => document.visibilityState === "hidden" && send();
  const onCart = (event: Event) => {
    const added = event instanceof CustomEvent ? Number(event.detail?.added) : 0;
    if (added && viewed) note({ kind: "add", product_id: viewed, count: added });
  };
  const timer = setInterval(send, EVERY_MS);
  document.addEventListener("visibilitychange", onLeave);
  window.addEventListener("click", noteClick);
  window.addEventListener(CART_CHANGED, onCart);
  return () => {
    stop();
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onLeave);
    window.removeEventListener("click", noteClick);
    window.removeEventListener(CART_CHANGED, onCart);
  };
}

/** A product of a list that was opened, with its place there, or one that was taken out of the cart. */
function noteClick(event: MouseEvent): void {
  const target = event.target as Element;
  const removed = target.closest<HTMLElement>("[data-removes]")?.dataset.removes;
  if (removed) note({ kind: "remove", product_id: removed });
  const card = target.closest("a") && target.closest<HTMLElement>("[data-product]");
  if (!card) return;
  const { product, place } = card.dataset;
  const query = card.closest<HTMLElement>("[data-query]")?.dataset.query;
  note({
    kind: "click",
    ...(product ? { product_id: product } : {}),
    ...(query ? { query } : {}),
    ...(place ? { position: Number(place) } : {}),
  });
}
