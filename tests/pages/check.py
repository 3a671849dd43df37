"""The pages of a run in a browser: they load alone, fit A4, show the evidence, and show nobody.

Usage: check.py <run folder> [chromium]

Every HTML page of a published run, each town's sheets together and some sheets alone are opened in a headless Chromium that can reach no host. A page
passes if it asked for nothing but itself, if nothing on it is wider than the page (which would be cut
off on paper), and if no identity, telephone or card number stands on it in full. Case sheets must show
each flag's evidence with agency and line, the drawing of the household's course and room for two
signatures, and print on few pages of A4 upright. Needs Chromium and poppler's pdfinfo and pdftotext.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

MOST_SHEET_PAGES = 4
# A browser takes a second or more for each; the towns' files hold all sheets.
SHEETS_ALONE = 8
A4_POINTS = (595, 842)

# Digits in a row as long as a number of somebody, not within a longer word or hexadecimal id.
NUMBERS = {
    "identity number": re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])"),
    "telephone number": re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])"),
    "card number": re.compile(r"(?<![0-9A-Za-z])62\d{14,17}(?![0-9A-Za-z])"),
}

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]


def chromium(program: str, page: Path, *options: str) -> str:
    """What a headless browser prints for a page."""
    with tempfile.TemporaryDirectory() as profile:
        command = [program, *FLAGS, f"--user-data-dir={profile}", *options, page.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


# What the browser asks for by itself, whatever it shows.
OWN_HOSTS = {"clients2.google.com", "update.googleapis.com", "accounts.google.com"}


def requests(log: Path) -> set[str]:
    """The addresses that a browser's network log says were asked for by its page."""
    text = log.read_text()
    found = re.findall(r'"url":"((?:https?|wss?):[^"]+)"', text)
    return {url for url in found if urlsplit(url).hostname not in OWN_HOSTS}


def check_page(program: str, page: Path, work: Path) -> list[str]:
    """What is wrong with a page."""
    faults = []
    log = work / "net.json"
    text = chromium(program, page, f"--log-net-log={log}", "--dump-dom")
    faults += [f"asks for {url}" for url in sorted(requests(log))]
    visible = re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.S)
    visible = re.sub(r"<[^>]+>", " ", visible)
    for kind, pattern in NUMBERS.items():
        faults += [f"shows a {kind}: {hit[:4]}…" for hit in pattern.findall(visible)]
    if "<script" in text:
        faults.append("runs a script")
    return faults


def check_print(program: str, page: Path, work: Path, most: int | None) -> list[str]:
    """What is wrong with a page on paper."""
    paper = work / "page.pdf"
    chromium(program, page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    told = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", told).group(1))
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", told)
    sides = sorted(round(float(side)) for side in size.groups())
    faults = []
    if any(abs(side - wanted) > 2 for side, wanted in zip(sides, A4_POINTS)):
        faults.append(f"prints on {sides} points, which is not A4")
    if most is not None and pages > most:
        faults.append(f"prints on {pages} pages; a case has {most} at most")
    return faults


def check_sheet(page: Path) -> list[str]:
    """What a case sheet lacks."""
    text = page.read_text()
    wanted = {
        "agency, dataset and line of a row": r"《[^》]+》第\d+行",
        "the household's course": r"<svg",
        "the arithmetic": r"<dt>",
        "room for the first signature": r"核实人签字",
        "room for the second signature": r"复核人签字",
        "the conclusions to choose from": r"□",
    }
    return [f"lacks {what}" for what, pattern in wanted.items() if not re.search(pattern, text)]


def main() -> int:
    run = Path(sys.argv[1]).resolve()
    program = sys.argv[2] if len(sys.argv) > 2 else "chromium"
    sheets = sorted(run.glob("sheets/C*.html"))
    sheets = sheets[:: max(1, len(sheets) // SHEETS_ALONE)]
    pages = sorted(run.glob("*.html")) + sorted(run.glob("sheets/[0-9]*.html")) + sheets
    faults: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for page in pages:
            found = check_page(program, page, work)
            if page in sheets:
                found += check_sheet(page)
            most = MOST_SHEET_PAGES if page in sheets else None
            found += check_print(program, page, work, most)
            if found:
                faults[page.name] = found
        broken = work / "broken.html"
        broken.write_text(
            '<img src="http://example.invalid/a.png"><p>990101195003020028 13800001234</p>'
        )
        noticed = check_page(program, broken, work)
    if len(noticed) < 3:
        print(f"the check is blind: of a broken page it noticed only {json.dumps(noticed)}")
        return 1
    for page, found in faults.items():
        for fault in found:
            print(f"{page}: {fault}")
    print(f"{len(pages)} pages, {len(sheets)} of them case sheets, {len(faults)} with faults")
    return 1 if faults or not sheets else 0


if __name__ == "__main__":
    sys.exit(main())
