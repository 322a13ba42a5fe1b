import { Link } from "@globalmarket/web/frame/link";
import type { ComponentProps } from "react";
import ReactMarkdown, { type Components } from "react-markdown";

// The page's own title is the first heading.
const COMPONENTS: Components = {
  h1: ({ children }) => <h2 className="mt-6 font-bold text-2xl tracking-tight">{children}</h2>,
  h2: ({ children }) => <h2 className="mt-6 font-bold text-2xl tracking-tight">{children}</h2>,
  h3: ({ children }) => <h3 className="mt-4 font-semibold text-lg">{children}</h3>,
  ul: ({ children }) => <ul className="flex list-disc flex-col gap-2 ps-6">{children}</ul>,
  ol: ({ children }) => <ol className="flex list-decimal flex-col gap-2 ps-6">{children}</ol>,
  blockquote: ({ children }) => <blockquote className="border-line border-s-4 ps-4 text-muted">{children}</blockquote>,
  hr: () => <hr className="border-line" />,
  a: ({ href = "", children }) => <Anchor href={href}>{children}</Anchor>,
};

function Anchor({ href, children }: ComponentProps<"a"> & { href: string }) {
  const look = "underline underline-offset-4";
  if (href.startsWith("/")) {
    return (
      <Link href={href} className={look}>
        {children}
      </Link>
    );
  }
  return (
    <a href={href} className={look}>
      {children}
    </a>
  );
}

/** What an operator wrote in Markdown. HTML in it is shown as text, and links lead to the web, to mail or to telephones only. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="flex flex-col gap-4 break-words leading-relaxed">
      <ReactMarkdown components={COMPONENTS}>{text}</ReactMarkdown>
    </div>
  );
}
