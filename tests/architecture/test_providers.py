"""Whoever speaks to somebody outside this process asks through `provider_call`."""

import ast

from tests.architecture.sources import ROOT, product, tree_of

# What opens a connection to a stranger, or makes the object that will.
_OPENERS = {"ClientSession", "Minio", "PoolManager", "open_connection", "open_unix_connection"}
_DOORS = {"provider_call", "store_call"}
# Walks the journey of a citizen: it is a client of ours and has no part in the product's work.
_DEMO = ROOT / "mobile_api" / "demo"
# Speaks over a pair of sockets to a process that it has started itself.
_OWN_CHILDREN = {
    ROOT / "uploads" / "inspection" / "apart.py",
    ROOT / "mobile_api" / "guides" / "meaning" / "apart.py",
}


def called(tree: ast.Module) -> set[str]:
    """The last names of everything that is called."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        one.attr if isinstance(one, ast.Attribute) else one.id
        for one in calls
        if isinstance(one, ast.Attribute | ast.Name)
    }


def test_no_provider_is_asked_in_another_way() -> None:
    openers = {
        str(path.relative_to(ROOT)): called(tree_of(path))
        for path in product()
        if not path.is_relative_to(_DEMO)
        and path not in _OWN_CHILDREN
        and called(tree_of(path)) & _OPENERS
    }
    assert len(openers) >= 6
    assert [path for path, names in openers.items() if not names & _DOORS] == []
