const DRAWN = {
  info: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM12 11v6M12 7v.01",
  success: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM8 12.5l3 3 5.5-6.5",
  problem: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM12 7v6M12 17v.01",
  offline:
    "M2.5 9.5a14 14 0 0 1 6-3.3M12.5 5.6a14 14 0 0 1 9 3.9M6 13.3a9 9 0 0 1 4.5-2.4M15 11.4a9 9 0 0 1 3 1.9M9.5 16.9a4 4 0 0 1 5 0M12 20.5v.01M3.5 2.5l17 18",
  ascending: "M12 19V5M6 11l6-6 6 6",
  descending: "M12 5v14M6 13l6 6 6-6",
  sortable: "M8 9l4-4 4 4M8 15l4 4 4-4",
} as const;

interface Props {
  of: keyof typeof DRAWN;
  className?: string;
}

/** The few icons that components draw in the browser: the library's would bring its own code into each page. */
export function Sign({ of, className = "size-6" }: Props) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
    >
      <path d={DRAWN[of]} />
    </svg>
  );
}
