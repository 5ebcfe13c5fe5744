"""Preparing is done once for each change of what it reads."""

import pytest

from tools import steps
from tools.steps import Step, StepFailed, call


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "STAMPS", tmp_path)
    (tmp_path / "lock").write_text("one")
    return tmp_path


@pytest.fixture
def done():
    return []


@pytest.fixture
def step(folder, done):
    def do():
        done.append("once")
        (folder / "made").touch()

    return Step("packages", "packages", ["lock"], folder / "made", do)


def test_a_step_is_done_once(step, done):
    step.run()
    step.run()
    assert done == ["once"]


def test_a_changed_lock_file_or_a_lost_result_does_it_again(step, done, folder):
    step.run()
    (folder / "lock").write_text("two")
    step.run()
    (folder / "made").unlink()
    step.run()
    assert len(done) == 3


def test_a_step_that_failed_is_tried_again(folder):
    def fail():
        raise StepFailed("no network")

    broken = Step("packages", "packages", ["lock"], folder / "made", fail)
    with pytest.raises(StepFailed):
        broken.run()
    assert not (folder / "packages").exists()


def test_a_command_that_fails_says_what_it_said():
    with pytest.raises(StepFailed, match="no such thing"):
        call("sh", "-c", "echo no such thing; exit 3")
