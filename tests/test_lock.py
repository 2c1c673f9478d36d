"""The lock file is plain pins, of packages whose licences let this one be Apache-2.0."""

import re
from importlib import metadata
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements.lock"
PIN = re.compile(r'([a-z0-9-]+)==([0-9][0-9a-z.]*)( ; (python_version|sys_platform) [=>]= "[a-z0-9.]+")?')
LINES = [line for line in LOCK.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
HERE = [match[1] for line in LINES if (match := PIN.fullmatch(line)) and not match[3]]
FORBIDDEN = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
KNOWN = re.compile(r"MIT|BSD|Apache|MPL|Mozilla|ISC|PSF|Python|LGPL|HPND|Zlib|Unlicense", re.IGNORECASE)


def test_every_line_is_one_exact_version() -> None:
    assert [line for line in LINES if not PIN.fullmatch(line)] == []


def test_torch_is_the_version_every_platform_has_and_brings_no_gpu() -> None:
    assert "torch==2.13.0" in LINES
    assert [line for line in LINES if re.match("nvidia|cuda|triton", line)] == []


def test_licences_are_permissive_or_weakly_copyleft() -> None:
    told = {package: licence(package) for package in HERE}
    assert {package: names for package, names in told.items() if not KNOWN.search(names)} == {}
    assert {package: names for package, names in told.items() if FORBIDDEN.search(names)} == {}


def licence(package: str) -> str:
    """Return what an installed package says of its licence; whole licence texts are cut to their heads."""
    told = metadata.metadata(package)
    classifiers = [one for one in told.get_all("Classifier") or [] if one.startswith("License")]
    fields = [field for name in ("License-Expression", "License") for field in told.get_all(name) or []]
    return " ".join([*(field[:200] for field in fields), *classifiers])
