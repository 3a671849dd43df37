"""The pages of a run in a browser: they load alone, fit desktop and A4, show the evidence, and show nobody.

Usage: check.py <run folder> [chromium]

Every HTML page of a published run is opened in a headless Chromium that can reach no host: each town's
sheets together, some sheets alone, and whatever lies beside the run (`diff.html`, `quality.html`, pages of
charts). A page passes if it asked for nothing but itself, runs no script, if nothing on it is wider than a
desktop or, laid out as it prints, than the paper, if no words run out of a drawing, and if no identity,
telephone or card number stands on it in full. Case sheets must show each flag's evidence with agency and
line, the drawing of the household's course and room for two signatures, and print on few pages of A4
upright. At the end the check breaks a sheet in each way it knows, and fails if it does not notice. Needs
Chromium and poppler's pdfinfo.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from broken import unnoticed
from measure import loaded, printed, too_wide

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

# What every case sheet shows.
WANTED = {
    "agency, dataset and line of a row": r"《[^》]+》第\d+行",
    "the household's course": r"<svg",
    "the arithmetic": r"<dt>",
    "room for the first signature": r"核实人签字",
    "room for the second signature": r"复核人签字",
    "the conclusions to choose from": r"□",
}


def faults_of(program: str, page: Path, work: Path, is_sheet: bool) -> list[str]:
    """What is wrong with a page."""
    text, asked = loaded(program, page, work)
    faults = [f"asks for {url}" for url in sorted(asked)]
    visible = re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.S)
    visible = re.sub(r"<[^>]+>", " ", visible)
    for kind, pattern in NUMBERS.items():
        faults += [f"shows a {kind}: {hit[:4]}…" for hit in pattern.findall(visible)]
    if "<script" in text:
        faults.append("runs a script")
    faults += too_wide(program, page, work, on_paper=False)
    faults += too_wide(program, page, work, on_paper=True)
    if is_sheet:
        faults += [f"lacks {what}" for what, pattern in WANTED.items() if not re.search(pattern, text)]
    return faults + print_faults(program, page, work, is_sheet)


def print_faults(program: str, page: Path, work: Path, is_sheet: bool) -> list[str]:
    """What is wrong with a page on paper."""
    pages, sides = printed(program, page, work)
    faults = []
    if any(abs(side - wanted) > 2 for side, wanted in zip(sides, A4_POINTS)):
        faults.append(f"prints on {sides} points, which is not A4")
    if is_sheet and pages > MOST_SHEET_PAGES:
        faults.append(f"prints on {pages} pages; a case has {MOST_SHEET_PAGES} at most")
    return faults


def pages_beside(run: Path) -> list[Path]:
    """The pages in the run's parent folder that are of no run."""
    found = sorted(run.parent.rglob("*.html"))
    return [page for page in found if not any(part.startswith("run_date=") for part in page.parts)]


def main() -> int:
    run = Path(sys.argv[1]).resolve()
    program = sys.argv[2] if len(sys.argv) > 2 else "chromium"
    sheets = sorted(run.glob("sheets/C*.html"))
    sheets = sheets[:: max(1, len(sheets) // SHEETS_ALONE)]
    pages = sorted(run.glob("*.html")) + sorted(run.glob("sheets/[0-9]*.html")) + sheets
    pages += pages_beside(run)
    with_faults = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for page in pages:
            found = faults_of(program, page, work, page in sheets)
            with_faults += bool(found)
            for fault in found:
                print(f"{page.relative_to(run.parent)}: {fault}")
        blind = unnoticed(sheets[0], lambda page: faults_of(program, page, work, True), work) if sheets else []
    for breakage in blind:
        print(f"the check is blind: a sheet {breakage} passes")
    print(f"{len(pages)} pages, {len(sheets)} of them case sheets, {with_faults} with faults")
    return 1 if with_faults or blind or not sheets else 0


if __name__ == "__main__":
    sys.exit(main())
