"""Whether a program asks rather than a person, by what it says of itself."""

from __future__ import annotations

import re

# What crawlers, monitors, libraries and browsers without a screen call themselves. It marks; nothing is refused for it.
_PROGRAM = re.compile(
    r"bot\b|bots\b|crawl|spider|slurp|headless|phantom|puppeteer|playwright|selenium|lighthouse|pingdom|uptime|monitor|preview|"
    r"facebookexternalhit|curl|wget|python|aiohttp|httpx|okhttp|java/|go-http|node-fetch|axios|scrapy|libwww|validator",
    re.IGNORECASE,
)


def is_program(user_agent: str) -> bool:
    """True for what names itself a program, and for what names itself not at all."""
    return not user_agent.strip() or _PROGRAM.search(user_agent) is not None
