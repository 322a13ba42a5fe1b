"use client";

import { createContext, type ReactNode, use, useTransition } from "react";
import { CART_CHANGED } from "@/features/frame/cart-badge";

interface Editing {
  /** A change is on its way: the amounts are those before it. */
  isSettling: boolean;
  /** Carry out a change; the page stays as it is until the new amounts are there. */
  edit: (change: () => Promise<void>) => void;
}

const EditingContext = createContext<Editing>({ isSettling: false, edit: (change) => void change() });

export function useCartEditing(): Editing {
  return use(EditingContext);
}

/** Around everything that shows or changes one cart. */
export function CartEditing({ children }: { children: ReactNode }) {
  const [isSettling, start] = useTransition();
  const edit = (change: () => Promise<void>) =>
    start(async () => {
      await change();
      window.dispatchEvent(new Event(CART_CHANGED));
    });
  return <EditingContext value={{ isSettling, edit }}>{children}</EditingContext>;
}

interface SettlingProps {
  children: ReactNode;
  /** For screen readers. */
  updating: string;
}

/** Around amounts: the last settled ones stand, marked, until the new ones are there. */
export function Settling({ children, updating }: SettlingProps) {
  const { isSettling } = useCartEditing();
  return (
    <div aria-busy={isSettling} className="transition-opacity duration-150 aria-busy:opacity-45">
      {children}
      <span role="status" className="sr-only">
        {isSettling ? updating : ""}
      </span>
    </div>
  );
}
