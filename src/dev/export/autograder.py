#!/usr/bin/env python3
"""Grades a submission for Classroom 50, whose runner starts this file in the student's checkout.

Builds the kit that lies beside it, grades the checkout, and writes ./result.json. If something was in the way of grading
there is no result.json and the exit code is not 0: the runner then reports an error, and the student has no zero.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = Path.cwd()


def run(*command, **options):
    subprocess.run([str(part) for part in command], check=True, **options)


def main():
    built = Path(os.environ.get("RACELINGS_ROOT") or HERE / "racelings")
    racelings = built / "bin" / "racelings"
    if not racelings.is_file():
        run("cargo", "install", "--path", HERE / "kit", "--locked", "--root", built)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        # Links stay links, and are not followed.
        left_out = shutil.ignore_patterns(".git", "target")
        shutil.copytree(CHECKOUT, work / "class" / "submission", symlinks=True, ignore=left_out)
        grade = [racelings, "grade", "class", "--out", "graded"]
        if (HERE / "set.toml").is_file():
            grade += ["--set", HERE / "set.toml"]
        # GRADE_OPTIONS=--no-sandbox is for containers that allow no user namespaces. Then a submission can do in the
        # container what this program can: reading the kit there, and writing a result of its own.
        run(*grade, *os.environ.get("GRADE_OPTIONS", "").split(), cwd=work)
        export = ["grade", "export", "classroom50", "graded", "--student", "submission"]
        run(racelings, *export, "--output", CHECKOUT / "result.json", cwd=work)


if __name__ == "__main__":
    main()
