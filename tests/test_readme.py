"""What README tells people to type does what it says."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from assetmap.demo import make_demo

TOP = Path(__file__).resolve().parent.parent
README = (TOP / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return make_demo(tmp_path_factory.mktemp("readme") / "town")


def lines(*verbs):
    """The `assetmap` lines of README that begin with one of `verbs`, without their comments."""
    text = "\n".join(body for kind, body in BLOCKS if kind == "sh")
    found = [line.split("#")[0].strip() for line in text.splitlines() if line.startswith("assetmap ")]
    return [line for line in found if line.split()[1] in verbs]


def run(line, town, folder):
    words = shlex.split(line)[1:]
    return subprocess.run(
        [sys.executable, "-m", "assetmap", *words, "--home", str(town)],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_what_a_gp_and_a_planner_type_works(town, tmp_path):
    said = [x for x in lines("find", "gaps", "site", "print", "export") if x.split()[2] not in {"workshop", "session"}]
    assert len(said) >= 4
    for line in said:
        done = run(line, town, tmp_path)
        assert done.returncode == 0, f"{line}: {done.stderr}"
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"page.pdf", "touch.pdf", "calls.pdf", "atlas.pdf", "map.html", "assets.gpkg"}


@pytest.mark.slow
def test_what_a_steward_types_works(tmp_path):
    town = make_demo(tmp_path / "own")
    (tmp_path / "groups.csv").write_text("Name,Postcode\nWhelk choir,ZZ1 1AA\n", encoding="utf-8")
    [bring_in], [approve], [undo] = lines("import"), lines("approve"), lines("undo")
    assert "1 added (1 as drafts)" in run(bring_in, town, tmp_path).stdout
    from assetmap.place import open_place

    place = open_place(town)
    code = next(x.asset.short for x in place.store.read() if x.asset.name == "Whelk choir")
    place.close()
    published = run(re.sub(r"\S+$", code, approve), town, tmp_path)
    change = re.search(r"change (\d+)", published.stdout)
    assert change, published.stderr
    assert run(re.sub(r"\d+$", change[1], undo), town, tmp_path).returncode == 0
    [pack] = lines("pack")
    assert run(pack, town, tmp_path).returncode == 0
    assert (tmp_path / "town.assetmap").stat().st_size > 0
    [history], [withdraw] = lines("history"), lines("withdraw")
    assert "added it" in run(history.replace("7K2MXQ", code), town, tmp_path).stdout
    assert "Whelk choir" not in (away := run(withdraw.replace("7K2MXQ", code), town, tmp_path)).stdout
    assert away.returncode == 0, away.stderr


@pytest.mark.slow
def test_what_a_facilitator_types_works(tmp_path):
    import pypdfium2

    town = make_demo(tmp_path / "own")
    [new, read], [paper, page], [merge] = lines("workshop"), lines("print")[-2:], lines("merge")

    def works(line):
        done = run(line, town, tmp_path)
        assert done.returncode == 0, f"{line}: {done.stderr}"
        return done.stdout

    works(new)
    works(paper)
    sheets = pypdfium2.PdfDocument(tmp_path / "sheets.pdf")
    for at in (0, 1):
        sheets[at].render(scale=150 / 72).to_pil().convert("RGB").save(tmp_path / f"table-{at + 1}.jpg")
    sheets.close()
    photos = json.loads(works(f"{read} --json"))["photos"]
    assert [(x["placed"], x["refused"], x["drafts"]) for x in photos] == [(True, None, [])] * 2  # nobody stuck a dot
    for line in ("assetmap pack other.assetmap", page, merge):
        works(line)
    assert (tmp_path / "home.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_the_python_example_prints_a_page(town, tmp_path, monkeypatch):
    [code] = [body for kind, body in BLOCKS if kind == "python"]
    code = code.replace('"bath"', repr(str(town))).replace("BA2 3QE", "ZZ1 2AB")
    done = subprocess.run(
        [sys.executable, "-W", "ignore::ResourceWarning", "-c", code],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(TOP), "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_every_picture_and_file_that_readme_names_is_there():
    named = re.findall(r"\]\(([^)#:]+)\)", README)
    assert len(named) > 4
    assert [path for path in named if not (TOP / path).exists()] == []


def test_the_setup_command_names_only_options_that_exist(capsys):
    from assetmap.cli import main

    with pytest.raises(SystemExit):
        main(["setup", "--help"])
    known = capsys.readouterr().out
    [block] = [body for kind, body in BLOCKS if kind == "sh" and "assetmap setup" in body]
    assert all(option in known for option in re.findall(r"--[a-z]+", block))
