"""Make a script's own virtual environment, and run the script's job in it.

Standard library only, in words that old Pythons can parse: this runs before anything is installed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, List

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)


def run(name: str, extra: str, groups: List[str], job: List[str]) -> None:
    """Run `job` (arguments of Python) in the environment `name`, made once.

    It has the package with one of its extras, and dependency groups.

    Never returns: the exit status is the job's.
    """
    _require_python()
    python = _environment(name, extra, groups)
    sys.exit(subprocess.call([str(python)] + job, cwd=str(ROOT), env=_variables(python)))


def _require_python() -> None:
    if sys.version_info >= OLDEST:
        return
    for minor in (14, 13, 12, 11):
        newer = shutil.which("python3.%d" % minor)
        if newer:
            os.execv(newer, [newer] + sys.argv)
    sys.exit(
        "Python %d.%d or newer is needed; this is %s, and no newer one is on the PATH."
        % (OLDEST + (sys.version.split()[0],))
    )


def _variables(python: Path) -> Dict[str, str]:
    """Environment variables for the job: bytecode is kept even if it must not lie in the sources.

    The tests start hundreds of interpreters, each of which would compile all that it imports.
    """
    variables = dict(os.environ)
    if variables.pop("PYTHONDONTWRITEBYTECODE", None):
        variables.setdefault("PYTHONPYCACHEPREFIX", str(python.parent.parent / "bytecode"))
    return variables


def _environment(name: str, extra: str, groups: List[str]) -> Path:
    folder = ROOT / ".venvs" / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    made_from = folder / "made-from"
    wanted = _fingerprint(extra, groups)
    if made_from.exists() and made_from.read_text() == wanted and python.exists():
        return python
    print("Making the environment %s (once) ..." % folder.relative_to(ROOT), flush=True)
    shutil.rmtree(str(folder), ignore_errors=True)
    requirements = ["--editable", ".[%s]" % extra]
    for group in groups:
        requirements += ["--group", group]
    if _venv_works():
        _call([sys.executable, "-m", "venv", str(folder)])
        # `--group` came with pip 25.1; a new environment may hold an older one.
        _call([str(python), "-m", "pip", "install", "--quiet", "--upgrade", "pip>=25.1"])
        # Compiling all of it takes longer than compiling what is imported, when it is imported.
        _call([str(python), "-m", "pip", "install", "--quiet", "--no-compile"] + requirements)
    elif shutil.which("uv"):
        _call(["uv", "venv", "--quiet", "--python", sys.executable, str(folder)])
        _call(["uv", "pip", "install", "--quiet", "--python", str(python)] + requirements)
    else:
        sys.exit(
            "This Python cannot make virtual environments: it lacks venv and ensurepip.\n"
            "Install them (Debian and Ubuntu: apt install python3-venv), or uv, and try again."
        )
    made_from.write_text(wanted)
    return python


def _fingerprint(extra: str, groups: List[str]) -> str:
    """What an environment depends on: a change of it makes the environment anew."""
    surroundings = repr((extra, groups, sys.version, str(ROOT))).encode()
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + surroundings).hexdigest()


def _venv_works() -> bool:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


def _call(command: List[str]) -> None:
    status = subprocess.call(command, cwd=str(ROOT))
    if status:
        sys.exit("failed (exit status %d): %s" % (status, " ".join(command)))
