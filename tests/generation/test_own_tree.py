"""Custom contracts: both packages, generated into another tree and used there."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generate import main
from generator import needs
from generator.problems import GenerationError
from tests.client.stub import Reply, serving

ROOT = Path(__file__).resolve().parents[2]
API = Path("zendesk_custom_objects_api")
RECORD = "zendesk_custom_objects.json"

PAGE = (ROOT / "docs" / "guides" / "regenerating.md").read_text("utf-8")


def shown(language: str) -> str:
    """The only block of the guide in this language."""
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return str(block)


OVERLAY = shown("yaml")
"""The overlay of the guide: it adds an operation and a property, and makes another mandatory."""

PROGRAM = """
import sys
from {package}zendesk_custom_objects import BearerToken, Client, NotEmulatedError, api, models
from tests.client.stub import Reply, serving

with serving() as stub:
    stub.will_answer(Reply(body={{"custom_object": {{"key": "boat", "mascot": "gull"}}}}))
    with Client(base_url=stub.url, auth=BearerToken("token")) as zendesk:
        request = api.objects.change_mascot("boat", body={{"mascot": "gull"}})
        boat = zendesk.send(request).custom_object
    (asked,) = stub.asked
    print(asked.line, asked.json, boat.mascot, sep="|")

with Client.sandbox() as zendesk:
    zendesk.create_object("boat", title="Boat", title_pluralized="Boats")
    print(zendesk.create_record("boat", name="Anna").name)
    try:
        zendesk.send(request)
    except NotEmulatedError as error:
        print(error.operation)
print(sys.modules[Client.__module__].__file__)
"""


def generate(destination: Path, overlay: Path | None, *options: str) -> int:
    overlaid = ["--overlay", str(overlay)] if overlay else []
    return main([*overlaid, "--output", str(destination), *options])


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("overlay") / "mascots.yaml"
    path.write_text(OVERLAY, "utf-8")
    return path


@pytest.fixture(scope="module")
def pristine(overlay: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    destination = tmp_path_factory.mktemp("own") / "made" / "here"
    assert generate(destination, overlay) == 0
    return destination


@pytest.fixture
def own(pristine: Path, tmp_path: Path) -> Path:
    """A copy of the generated tree, which a test can change."""
    return shutil.copytree(pristine, tmp_path / "own")


def test_the_commands_and_code_of_the_guide_work(
    overlay: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command of the guide generates the package that its code imports."""
    shutil.copy(overlay, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(shown("console"))[3:]) == 0
    with serving() as stub:
        stub.will_answer(Reply(body={"custom_object": {"key": "boat", "mascot": "gull"}}))
        account = {"ZENDESK_BASE_URL": stub.url, "ZENDESK_OAUTH_TOKEN": "token"}
        done = subprocess.run(
            [sys.executable, "-c", shown("python")],
            env=os.environ | account | {"PYTHONPATH": "src"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert [asked.line for asked in stub.asked] == ["PUT /api/v2/custom_objects/boat/mascot"]
    assert done.stdout == "gull\n"


@pytest.mark.parametrize("package", ["", "app.vendor."])
def test_the_packages_work_at_any_place_on_the_path(
    package: str, own: Path, tmp_path: Path
) -> None:
    """At the top level, and inside another package."""
    top = own
    if package:
        top = tmp_path / "project"
        shutil.copytree(own, top / "app" / "vendor")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(package=package)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(top), str(ROOT)])},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    *lines, place = done.stdout.splitlines()
    assert lines == [
        "PUT /api/v2/custom_objects/boat/mascot|{'mascot': 'gull'}|gull",
        "Anna",
        "ChangeMascot",
    ]
    assert Path(place).is_relative_to(top)


def test_an_overlay_can_make_a_property_mandatory(pristine: Path) -> None:
    written = (pristine / API / "payloads.py").read_text("utf-8")
    body = written.partition("class CustomObjectCreateInput(")[2].partition("\nclass ")[0]
    assert "\n    description: str\n" in body
    assert "\n    allows_photos: NotRequired[bool]\n" in body


def test_the_record_contains_the_contract(pristine: Path) -> None:
    record = json.loads((pristine / RECORD).read_text("utf-8"))
    assert "mascot" in record["contract"]["components"]["schemas"]["CustomObject"]["properties"]
    files = {
        path.relative_to(pristine).as_posix()
        for path in pristine.rglob("*")
        if path.is_file() and path.name != RECORD
    }
    assert files == record["files"].keys()


def test_check_reports_stale_files(
    own: Path, overlay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (own / API / "types.py").open("a") as file:
        file.write("# edited\n")
    assert generate(own, overlay, "--check") == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first == f"stale: {API / 'types.py'}"
    assert last.startswith("out of date")


def test_another_run_replaces_the_generated_files(own: Path) -> None:
    """Without the overlay, its additions are removed."""
    model = own / API / "models" / "custom_object.py"
    assert "mascot" in model.read_text("utf-8")
    assert generate(own, None) == 0
    assert "mascot" not in model.read_text("utf-8")
    assert model.read_bytes() == (ROOT / "generated" / model.relative_to(own)).read_bytes()


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda own: (own / API / "types.py").write_text("# mine\n"), "types.py: edited"),
        (lambda own: (own / API / "mine.py").write_text(""), "mine.py: not written by this script"),
        (lambda own: (own / RECORD).unlink(), f"no {RECORD}"),
        (lambda own: (own / RECORD).write_text("[]"), "is not a record of written files"),
    ],
)
def test_edited_and_foreign_files_are_not_overwritten(
    edit: Callable[[Path], object],
    words: str,
    own: Path,
    overlay: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    edit(own)
    before = {path: path.read_bytes() for path in own.rglob("*.*")}
    assert generate(own, overlay) == 2
    assert words in capsys.readouterr().err
    assert {path: path.read_bytes() for path in own.rglob("*.*")} == before


def test_an_overlay_that_breaks_the_contract_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(OVERLAY.replace("          x-resend: safe\n", ""), "utf-8")
    assert generate(tmp_path / "own", path) == 2
    assert capsys.readouterr().err.splitlines() == [
        "openapi.yaml with broken.yaml is not a contract to build from:",
        "  ChangeMascot: x-resend is None, not one of safe, refused, keyed",
    ]
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--overlay", "x.yaml"], "--overlay needs --output or --diff"),
        (["--overlay", "x.yaml", "--check"], "--overlay needs --output or --diff"),
        (["--overlay", "x.yaml", "--compare", "y.yaml"], "--overlay needs --output or --diff"),
        (["--output", "x", "--diff", "HEAD"], "--output cannot be combined with"),
        (["--check", "--diff", "HEAD"], "not allowed with argument --check"),
        (["--check", "--overlay", "x.yaml"], "--overlay needs --output or --diff"),
        (["--format", "text"], "--format and --fail-on need --diff"),
        (["--check", "--fail-on", "breaking"], "--format and --fail-on need --diff"),
        (["--compare", "x.yaml", "--format", "json"], "--format and --fail-on need --diff"),
        (["--output", "x", "--fail-on", "never"], "--format and --fail-on need --diff"),
    ],
)
def test_incompatible_options(
    options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(options)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


# --------------------------------------------------------------------------- what the wrapper needs


def sources(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.py")}


WRAPPER = sources(ROOT / "wrapper" / "zendesk_custom_objects")
PACKAGE = sources(ROOT / "generated" / API)


def test_the_low_level_satisfies_the_wrapper() -> None:
    needs.require(WRAPPER, PACKAGE)


@pytest.mark.parametrize(
    ("module", "old", "new", "words"),
    [
        (
            "api/records.py",
            b"def create_custom_object_record(",
            b"def create_it(",
            "_sync/records.py: no api.records.create_custom_object_record",
        ),
        (
            "api/fields.py",
            b"    include_standard_fields: ",
            b"    standard_fields: ",
            "_async/fields.py: api.fields.list_custom_object_fields has no argument include_",
        ),
        ("models/job_status.py", b"class JobStatus:", b"class Job:", "no models.JobStatus"),
        (
            "operations.py",
            b"CREATE_CUSTOM_OBJECT_FIELD = ",
            b"CREATE_FIELD = ",
            "sandbox/seeding.py: no operations.CREATE_CUSTOM_OBJECT_FIELD",
        ),
    ],
)
def test_parts_that_the_wrapper_lacks_are_reported(
    module: str, old: bytes, new: bytes, words: str
) -> None:
    source = PACKAGE[Path(module)]
    assert old in source
    with pytest.raises(GenerationError) as caught:
        needs.require(WRAPPER, PACKAGE | {Path(module): source.replace(old, new)})
    assert words in str(caught.value)
