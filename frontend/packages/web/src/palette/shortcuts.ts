import type { KeybindingsMap } from "tinykeys";

/** The person can switch single keys off (WCAG 2.1.4): who speaks to the computer would start them by a word. */
const OFF = "shortcuts-off";

export function areKeysOff(): boolean {
  return localStorage.getItem(OFF) !== null;
}

export function switchKeys(isOff: boolean): void {
  if (isOff) localStorage.setItem(OFF, "1");
  else localStorage.removeItem(OFF);
}

interface Keys {
  openPalette: () => void;
  openHelp: () => void;
  /** Addresses of pages by the letter that leads there after a G. */
  pages: ReadonlyMap<string, string>;
  goTo: (href: string) => void;
}

/** The bindings of the back offices. Letters are the keyboard's own, or where it has no Latin ones those of the same keys. */
export function bindings({ openPalette, openHelp, pages, goTo }: Keys): KeybindingsMap {
  const unlessTyping = (act: () => void) => (event: KeyboardEvent) => {
    if (areKeysOff() || isTyping(event.target) || document.querySelector("[role=dialog]")) return;
    event.preventDefault();
    act();
  };
  const open = (event: KeyboardEvent) => {
    event.preventDefault();
    openPalette();
  };
  const map: KeybindingsMap = {
    "$mod+k": open,
    "[Shift]+/": unlessTyping(openPalette),
    "[Shift]+?": unlessTyping(openHelp),
    "[Shift]+؟": unlessTyping(openHelp),
  };
  for (const [letter, href] of pages) {
    const go = unlessTyping(() => goTo(href));
    map[`g ${letter}`] = go;
    map[`KeyG Key${letter.toUpperCase()}`] = (event) => !isLatin(event.key) && go(event);
  }
  return map;
}

/** A key that is held down, or that composes a letter, starts nothing. What is typed into fields does not come here. */
export function isNoPress(event: KeyboardEvent): boolean {
  return event.repeat || event.isComposing;
}

function isLatin(key: string): boolean {
  return /^[a-z]$/i.test(key);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
