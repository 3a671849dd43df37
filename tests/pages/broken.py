"""Ways to break a case sheet, and whether a check notices each."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from measure import DESKTOP_PIXELS

WIDE = f'<div style="width: {DESKTOP_PIXELS + 100}px">x</div>'
SCROLLS = '<div class="wide"><div style="width: 900px">x</div></div>'
TALL = '<div style="height: 9000px">x</div>'
CUT_WORDS = (
    '<svg viewBox="0 0 840 60"><text x="800" y="30" font-size="11">words that run out of it</text></svg>'
)


def with_end(more: str) -> Callable[[str], str]:
    """Puts something at the end of a page."""
    return lambda text: text.replace("</body>", more + "</body>")


def without(pattern: str) -> Callable[[str], str]:
    """Takes out of a page whatever is like this."""
    return lambda text: re.sub(pattern, "", text, flags=re.S)


# What is done to a sheet, how, and what the check has to say of it.
BREAKAGES: list[tuple[str, Callable[[str], str], str]] = [
    ("that loads a picture", with_end('<img src="http://example.invalid/a.png">'), "asks for"),
    ("with a script", with_end("<script>document.title = 1</script>"), "runs a script"),
    ("with an identity number", with_end("<p>990101195003020028</p>"), "identity number"),
    ("with a telephone number", with_end("<p>13800001234</p>"), "telephone number"),
    ("with a card number", with_end("<p>6217000010001234567</p>"), "card number"),
    ("wider than a desktop", with_end(WIDE), "wider than a desktop"),
    ("with a table that only a screen can scroll", with_end(SCROLLS), "wider than A4"),
    ("with a drawing that cuts words", with_end(CUT_WORDS), "words in a drawing"),
    ("of many pages", with_end(TALL), "pages; a case has"),
    ("on other paper", lambda text: text.replace("size: A4", "size: A5"), "not A4"),
    ("without evidence", without(r"《[^》]+》"), "lacks agency"),
    ("without a course", without(r"<svg.*?</svg>"), "lacks the household's course"),
    ("without arithmetic", without(r"<dt>.*?</dt>"), "lacks the arithmetic"),
    ("without a first signature", without("核实人签字"), "lacks room for the first"),
    ("without a second signature", without("复核人签字"), "lacks room for the second"),
    ("without conclusions", without("□"), "lacks the conclusions"),
]


def unnoticed(sheet: Path, faults_of: Callable[[Path], list[str]], work: Path) -> list[str]:
    """The ways to break a sheet that a check does not notice, or that do not break it."""
    text = sheet.read_text()
    missed = []
    for what, breaks, says in BREAKAGES:
        broken = breaks(text)
        page = work / "broken.html"
        page.write_text(broken)
        if broken == text or not any(says in fault for fault in faults_of(page)):
            missed.append(what)
    return missed
