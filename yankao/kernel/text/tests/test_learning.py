"""A model learns the same twice, survives being written down, and may say nothing."""

from yankao.kernel.text.learning import accuracy, learn
from yankao.kernel.text.linear import load

LAMP = [(f"路燈不亮{where}", "lamp") for where in ("門口", "路口", "公園", "巷內", "橋上")]
HOLE = [(f"路面坑洞{where}", "hole") for where in ("門口", "路口", "公園", "巷內", "橋上")]


def test_what_was_learned_is_told_apart_and_kept(tmp_path):
    path, again = tmp_path / "one.gz", tmp_path / "two.gz"
    learn(LAMP + HOLE).save(path)
    learn(LAMP + HOLE).save(again)
    assert path.read_bytes() == again.read_bytes()
    model = load(path)
    assert [label for label, _ in model.rank("這裡的路燈不亮了")] == ["lamp", "hole"]
    assert sum(share for _, share in model.rank("這裡的路燈不亮了")) - 1 < 1e-9
    assert model.rank("您好") == model.rank("") == []


def test_accuracy_counts_silence_as_wrong(tmp_path):
    model = learn(LAMP + HOLE)
    asked = [("路燈不亮", "lamp"), ("路面坑洞", "lamp"), ("您好", "hole")]
    told = accuracy(model, asked)
    assert (told.asked, told.first, told.among_three) == (3, 1, 2)
    assert str(told) == "3 texts: top-1 0.333, top-3 0.667"
