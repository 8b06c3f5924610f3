"""The program's own data: beside the package in a wheel, at the top level in a clone."""

import pytest

from liverecord.problem import CannotBuild
from liverecord.read import resources


def test_a_clone_has_its_data_at_the_top_level():
    """In this repository both folders are found, with what the program needs in them."""
    assert (resources.schema_folder() / "plan.schema.json").is_file()
    assert (resources.site_overrides_folder() / "theme").is_dir()


def test_a_wheel_has_its_data_beside_the_package(tmp_path, monkeypatch):
    """Installed, the data lies in the package, and comes before a folder of the same name elsewhere."""
    (tmp_path / "package/schema").mkdir(parents=True)
    (tmp_path / "package/schema/codes.yml").touch()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "package")
    assert resources.schema_folder() == tmp_path / "package/schema"


def test_data_that_is_missing_stops_the_run(tmp_path, monkeypatch):
    """A broken installation is said, with its cure; a stranger's folder of the same name is not taken."""
    (tmp_path / "schema").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    monkeypatch.setattr(resources, "_REPOSITORY", tmp_path)
    with pytest.raises(CannotBuild) as caught:
        resources.schema_folder()
    assert "pip install" in caught.value.hint
