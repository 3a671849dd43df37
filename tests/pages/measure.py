"""What a headless Chromium says of a page: what it asks for, what stands on it, how wide it is, how it prints."""

from __future__ import annotations

import html
import json
import re
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

DESKTOP_PIXELS = 1280
A4_MILLIMETRES = {"portrait": 210.0, "landscape": 297.0}
PIXELS_PER_MILLIMETRE = 96 / 25.4

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]

# What the browser asks for by itself, whatever it shows.
OWN_HOSTS = {"clients2.google.com", "update.googleapis.com", "accounts.google.com"}

# Writes into the page what is wider than its place: the page itself, what scrolls within it (which paper
# cannot), and words that a drawing cuts off.
RULER = """<script>
const wide = [];
const told = (what, element, by) => wide.push(
  what + ' by ' + Math.round(by) + ' pixels: ' + (element.textContent || '').trim().slice(0, 24));
const root = document.documentElement;
if (root.scrollWidth > root.clientWidth + 1) told('the page', root, root.scrollWidth - root.clientWidth);
for (const element of document.querySelectorAll('body *')) {
  const look = getComputedStyle(element);
  const scrolls = ['auto', 'scroll', 'hidden'].includes(look.overflowX);
  const inside = element.scrollWidth - element.clientWidth;
  if (scrolls && !element.closest('svg') && inside > 1) told('what scrolls', element, inside);
}
for (const words of document.querySelectorAll('svg text')) {
  const [own, sheet] = [words.getBoundingClientRect(), words.closest('svg').getBoundingClientRect()];
  const beyond = Math.max(own.right - sheet.right, sheet.left - own.left);
  if (beyond > 1.5) told('words in a drawing', words, beyond);
}
root.setAttribute('data-wide', JSON.stringify([innerWidth, ...wide]));
</script>"""


def chromium(program: str, page: Path, *options: str) -> str:
    """What a headless browser prints for a page."""
    with tempfile.TemporaryDirectory() as profile:
        command = [program, *FLAGS, f"--user-data-dir={profile}", *options, page.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def loaded(program: str, page: Path, work: Path) -> tuple[str, set[str]]:
    """A page's elements once it is loaded, and the addresses that it asked for."""
    log = work / "net.json"
    text = chromium(program, page, f"--log-net-log={log}", "--dump-dom")
    found = re.findall(r'"url":"((?:https?|wss?):[^"]+)"', log.read_text())
    return text, {url for url in found if urlsplit(url).hostname not in OWN_HOSTS}


def paper_width(text: str) -> int:
    """How many pixels wide a page prints: the last `@page` of its style less its margins."""
    rules = re.findall(r"@page\s*\{[^}]*size:\s*A4 (\w+);\s*margin:\s*([\d.\smm]+);?\s*\}", text)
    side, margin = rules[-1] if rules else ("portrait", "10mm")
    margins = [float(number) for number in re.findall(r"[\d.]+", margin)]
    across = margins[1 if len(margins) > 1 else 0]
    return int((A4_MILLIMETRES[side] - 2 * across) * PIXELS_PER_MILLIMETRE)


def too_wide(program: str, page: Path, work: Path, on_paper: bool) -> list[str]:
    """What of a page is wider than its place, on a desktop or laid out as it prints."""
    text = page.read_text()
    width = paper_width(text) if on_paper else DESKTOP_PIXELS
    if on_paper:
        text = text.replace("@media print", "@media all")
    copy = work / "measured.html"
    copy.write_text(text + RULER)
    shown = chromium(program, copy, f"--window-size={width},1000", "--dump-dom")
    told = re.search(r'data-wide="([^"]*)"', shown)
    if told is None:
        return ["could not be measured"]
    measured, *wide = json.loads(html.unescape(told.group(1)))
    if measured != width:
        return [f"was measured at {measured} pixels and not at {width}"]
    # A desktop scrolls a wide table; paper does not.
    wide = [one for one in wide if on_paper or not one.startswith("what scrolls")]
    place = "A4" if on_paper else "a desktop"
    return [f"is wider than {place} ({width} pixels): {one}" for one in wide]


def printed(program: str, page: Path, work: Path) -> tuple[int, list[int]]:
    """How many pages a page prints on, and their sides in points."""
    paper = work / "page.pdf"
    chromium(program, page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    told = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", told).group(1))
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", told)
    return pages, sorted(round(float(side)) for side in size.groups())
