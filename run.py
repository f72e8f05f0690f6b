#!/usr/bin/env python3
"""The two commands a stranger types, `python3 run.py demo` and `python3 run.py test`, and the engineer's own.

It needs nothing but Python 3.11 or later: it makes `.venv` beside itself and installs the hashed lock into it.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def make_environment(lock: str) -> None:
    """Have `.venv` hold exactly what the lock names; a second call costs nothing."""
    if sys.version_info < (3, 11):  # noqa: UP036 - a stranger may start this with any Python
        sys.exit(f"gongwei needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    wanted = hashlib.sha256((ROOT / lock).read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    done = VENV / f"{lock}.done"
    if done.exists() and done.read_text() == wanted:
        return
    if not PYTHON.exists():
        if importlib.util.find_spec("ensurepip") is None:
            version = f"python3.{sys.version_info.minor}-venv"
            sys.exit(f"This Python cannot make environments. Debian and Ubuntu: apt-get install -y {version}")
        say("1/2 making .venv …")
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    say(f"2/2 installing {lock} (about a minute the first time) …")
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    pip = [PYTHON, "-m", "pip", "install", *quiet]
    for command in (
        [*pip, "--require-hashes", "-r", ROOT / lock],
        [*pip, "--no-deps", "--no-build-isolation", "-e", ROOT],
    ):
        if subprocess.run(command).returncode:
            sys.exit("The packages could not be installed: see pip's message above. Nothing else was changed.")
    done.write_text(wanted)


def gongwei(*words: str) -> int:
    """Run one `gongwei` command and pass its answer on; Ctrl-C is the command's to handle, and an end is passed on."""
    process = subprocess.Popen([PYTHON, "-m", "gongwei", *words], cwd=ROOT)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def find_chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)


def steps(*commands: list[object]) -> int:
    """Run all steps, each to its end, and fail if one failed."""
    failed = []
    for command in commands:
        words = " ".join(str(word) for word in command[1:] if not str(word).startswith("/"))
        begun = time.monotonic()
        code = subprocess.run(command, cwd=ROOT).returncode
        say(f"{'ok ' if code == 0 else 'NO '} {words}  {time.monotonic() - begun:.1f} s")
        if code:
            failed.append(words)
    for words in failed:
        say(f"failed: {words}")
    return 1 if failed else 0


def check() -> int:
    """Lint, types, import rules, migrations and the catalogue."""
    make_environment("requirements-dev.lock")
    bin_ = VENV / "bin"
    return steps(
        [bin_ / "ruff", "check", "."],
        [bin_ / "ruff", "format", "--check", "."],
        [bin_ / "mypy"],
        [bin_ / "lint-imports"],
        [PYTHON, "-m", "gongwei", "check"],
    )


def test(rest: list[str]) -> int:
    """Run the tests, with a clinic's day in a browser where one is found; `--proofs`: long proofs and all pages."""
    make_environment("requirements-dev.lock")
    wanted = ["proof"] if "--proofs" in rest else ["not proof"]
    rest = [word for word in rest if word != "--proofs"]
    chromium = find_chromium()
    if chromium:
        os.environ["CHROMIUM"] = chromium
    else:
        say("No chromium found: the browser journeys did not run (Debian: apt-get install -y chromium).")
        wanted.append("not browser")
    where = [] if any(not word.startswith("-") for word in rest) else ["tests"]
    two_processes = ["-n", "2"]  # which of them runs what: tests/conftest.py
    command = [PYTHON, "-m", "pytest", *two_processes, "-m", " and ".join(wanted), *where, *rest]
    return subprocess.run(command, cwd=ROOT).returncode


def lock() -> int:
    """Make the two locks anew, with hashes and without addresses."""
    uv = shutil.which("uv") or sys.exit("`run.py lock` needs uv: pip install uv")
    common = [uv, "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
    common += ["--no-header", "--no-annotate", "--no-emit-index-url"]
    return steps(
        [*common, "requirements/run.in", "-o", "requirements.lock"],
        [*common, "-c", "requirements.lock", "requirements/dev.in", "-o", "requirements-dev.lock"],
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["demo", "test", "check", "bench", "torture", "setup", "lock"])
    parser.add_argument("words", nargs=argparse.REMAINDER, help="for the command itself, which explains them: --help")
    args = parser.parse_args()
    rest = args.words
    if args.command == "lock":
        return lock()
    if args.command == "check":
        return check()
    if args.command == "test":
        return test(rest)
    if args.command == "torture":
        make_environment("requirements-dev.lock")
        return subprocess.run([PYTHON, "-m", "tests.torture", *rest], cwd=ROOT).returncode
    make_environment("requirements.lock")
    if args.command == "setup":
        say(f"ready: {VENV / 'bin' / 'gongwei'}")
        return 0
    if args.command == "bench":
        return subprocess.run([PYTHON, "-m", "bench", *rest], cwd=ROOT).returncode
    return gongwei("demo", *rest)


if __name__ == "__main__":
    sys.exit(main())
