"""Runs hedui and Splink on the same rows and prints what each takes and gets right; see compare.sh."""

import argparse
import json
import os
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import polars as pl

import baselines
import score

HERE = Path(__file__).resolve().parent
PIPELINES = HERE.parent.parent / "pipelines"
DIVISIONS = PIPELINES / "divisions" / "demo.csv"
NIGHT = "2026-11-23"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--hedui", required=True, help="the binary")
    parser.add_argument("--work", type=Path, required=True, help="a folder for everything that is made")
    parser.add_argument("--rates", nargs="+", default=["31:default", "32:harsh"], help="seed:corruption")
    parser.add_argument("--people", type=int, default=240_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--set-ups", nargs="*", default=["fast", "ready", "usual", "plain"])
    args = parser.parse_args()
    print(
        "versions:",
        *(f"{name} {version(name)}" for name in ["splink", "duckdb", "polars", "pypinyin", "zhconv"]),
    )
    print(
        subprocess.check_output([args.hedui, "--version"], text=True).strip(),
        "| Python",
        sys.version.split()[0],
    )
    results = {rate: compare(rate, args) for rate in args.rates}
    (args.work / "results.json").write_text(json.dumps(results, indent=1))


def compare(rate: str, args: argparse.Namespace) -> dict:
    seed, corruption = rate.split(":")
    folder = args.work / f"{seed}-{corruption}"
    people = generated(folder, seed, corruption, args)
    rows = score.read_rows(people)
    results: dict[str, dict] = {}

    def judge(name: str, clusters: pl.DataFrame, runs: list[dict]) -> None:
        found = score.scores(rows, clusters)
        results[name] = {
            "scores": {kind: dict(vars(one), f1=one.f1) for kind, one in found.items()},
            "runs": runs,
        }

    # In turns, so that a busy moment of the machine falls on all of them.
    runs: dict[str, list[dict]] = {}
    commands = {"hedui": hedui_command(args.hedui, folder)} | {
        f"splink {name}": splink_command(name, people, folder) for name in args.set_ups
    }
    for turn in range(args.repeat):
        for name, command in commands.items():
            # As long as `usual`; run for its clusters.
            if turn and name == "splink plain":
                continue
            runs.setdefault(name, []).append(timed(command, folder / f"{name}.log"))
    judge("hedui", score.hedui_clusters(folder / "runs" / f"run_date={NIGHT}"), runs["hedui"])
    for name in args.set_ups:
        judge(f"splink {name}", pl.read_parquet(folder / f"{name}.parquet"), runs[f"splink {name}"])
    judge("same number", baselines.same_number(rows), [])
    judge("number, or name and birth", baselines.number_or_name_and_birth(rows), [])
    report(rate, rows, results)
    return results


def generated(folder: Path, seed: str, corruption: str, args: argparse.Namespace) -> Path:
    people = folder / "people.csv"
    if not people.exists():
        district = folder / "district"
        run([args.hedui, "synth", "--people", str(args.people), "--seed", seed, "--corruption", corruption,
             "--nights", "1", "--date", NIGHT, str(district)])  # fmt: skip
        run([sys.executable, str(HERE / "rows.py"), "--pipelines", str(PIPELINES), "--night", str(district / NIGHT),
             "--truth", str(district / "truth"), "--rows", str(args.rows), str(people)])  # fmt: skip
    return people


def hedui_command(hedui: str, folder: Path) -> list[str]:
    return [hedui, "run", str(HERE / "people.toml"), "--date", NIGHT,
            "--deliveries", str(folder), "--runs", str(folder / "runs")]  # fmt: skip


def splink_command(set_up: str, people: Path, folder: Path) -> list[str]:
    command = [sys.executable, str(HERE / "link.py"), str(people), str(DIVISIONS),
               str(folder / f"{set_up}.parquet"), "--set-up", set_up]  # fmt: skip
    # `ready` takes the model that `fast` has trained before.
    return command + (["--model", str(folder / "model.json")] if set_up in ("fast", "ready") else [])


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def timed(command: list[str], log: Path) -> dict:
    """Wall and CPU seconds and peak memory of a whole process."""
    with log.open("w") as out:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)} failed; see {log}")
    last = log.read_text().strip().splitlines()[-1]
    stages = json.loads(last)["seconds"] if last.startswith("{") else {}
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "mb": usage.ru_maxrss / 1024,
        "stages": stages,
    }


def report(rate: str, rows: pl.DataFrame, results: dict[str, dict]) -> None:
    print(f"\n{rate}: {rows.height} rows of {rows['person'].n_unique()} people")
    print(f"{'':28}{'wall s':>8}{'CPU s':>8}{'MB':>7}   {'F1':>8}{'1-F1':>9}{'prec.':>9}{'recall':>9}"
          f"{'hard F1':>9}{'said F1':>9}  all walls; stages of the fastest")  # fmt: skip

    def least(name: str, what: str) -> float:
        return min((run[what] for run in results[name]["runs"]), default=float("nan"))

    for name, result in results.items():
        everything, hard, said = (result["scores"][kind] for kind in ("all", "hard", "said"))
        walls = " ".join(f"{run['wall']:.1f}" for run in result["runs"])
        stages = min(result["runs"], key=lambda run: run["wall"])["stages"] if result["runs"] else {}
        print(f"{name:28}{least(name, 'wall'):8.1f}{least(name, 'cpu'):8.1f}{least(name, 'mb'):7.0f}   "
              f"{everything['f1']:8.5f}{1 - everything['f1']:9.5f}{everything['precision']:9.5f}{everything['recall']:9.5f}"
              f"{hard['f1']:9.5f}{said['f1']:9.5f}  {walls}; {stages}")  # fmt: skip
    for name in results:
        if name.startswith("splink"):
            times = {what: least(name, what) / least("hedui", what) for what in ("wall", "cpu", "mb")}
            errors = {
                kind: (1 - results["hedui"]["scores"][kind]["f1"]) / (1 - results[name]["scores"][kind]["f1"])
                for kind in ("all", "said")
            }
            print(f"  hedui against {name}: {times['wall']:.1f} times less wall time, {times['cpu']:.1f} less CPU,"
                  f" {times['mb']:.1f} less memory; {errors['all']:.2f} of its errors, {errors['said']:.2f} where"
                  " both rows say more than a name")  # fmt: skip


if __name__ == "__main__":
    main()
