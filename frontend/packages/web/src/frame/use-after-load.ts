import { type ComponentType, useEffect, useState } from "react";

/**
 * The component that `load` brings, once the page runs; null until then. For what a page can do without at first. `load` is the same
 * function each time.
 */
export function useAfterLoad<P>(load: () => Promise<ComponentType<P>>): ComponentType<P> | null {
  const [loaded, setLoaded] = useState<ComponentType<P> | null>(null);
  useEffect(() => {
    load().then(
      (component) => setLoaded(() => component),
      () => undefined, // no connection: the page stays as it is
    );
  }, [load]);
  return loaded;
}
