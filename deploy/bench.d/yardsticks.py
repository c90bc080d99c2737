"""The two servers that the product is measured against, and the tools that the bench needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import load
import rows
from children import HOST, BenchError, Children, say, tail
from load import Server
from product import answers, free_port

PACKAGES = {"wrk": "wrk", "nginx": "nginx-light"}
NGINX = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.error.log warn;
worker_processes {cores};
worker_rlimit_nofile 4096;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    default_type application/json;
    keepalive_timeout 300s;
    keepalive_requests 1000000000;
    client_body_temp_path {folder}/nginx.body;
    proxy_temp_path {folder}/nginx.proxy;
    fastcgi_temp_path {folder}/nginx.fastcgi;
    uwsgi_temp_path {folder}/nginx.uwsgi;
    scgi_temp_path {folder}/nginx.scgi;
    server {{
        listen {host}:{port};
        location / {{ return 200 '{body}'; }}
    }}
}}
"""


def find(tool: str) -> str | None:
    """A tool's path; system folders count also for users whose PATH lacks them."""
    return shutil.which(tool, path=os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin")


def install_tools(children: Children) -> dict[str, str]:
    """Finds wrk and nginx, installing what is missing when that is possible."""
    missing = [tool for tool in PACKAGES if find(tool) is None]
    if missing:
        packages = [PACKAGES[tool] for tool in missing]
        words = " ".join(packages)
        if os.geteuid() != 0 or find("apt-get") is None:
            raise BenchError(f"{' and '.join(missing)} not found; install with: sudo apt-get install {words}")
        say(f"installing {words}")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
            done = children.run(["apt-get", *step], stdout=sys.stderr, stderr=sys.stderr, env=environment)
            if done.returncode != 0 and step[0] == "install":
                raise BenchError(f"apt-get could not install {words}")
        if "nginx" in missing:
            _stop_packaged_nginx(children)
    return {tool: find(tool) for tool in PACKAGES}


def _stop_packaged_nginx(children: Children) -> None:
    """Debian starts a fresh nginx on port 80 right away; the bench only wants the program."""
    if Path("/run/systemd/system").exists():
        children.run(["systemctl", "disable", "--now", "nginx"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    elif find("service"):
        children.run(["service", "nginx", "stop"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def build(children: Children, root: Path, products: list[str]) -> Path:
    """Builds the release binaries with the compiler's own progress on the terminal; returns their folder."""
    swift = find("swift")
    if swift is None:
        raise BenchError("swift not found; deploy/up installs the toolchain, or see https://www.swift.org/install")
    for product in products:
        say(f"swift build -c release --product {product}")
        command = [swift, "build", "-c", "release", "--product", product]
        if children.run(command, cwd=root, stdout=sys.stderr, stderr=sys.stderr).returncode != 0:
            raise BenchError(f"swift build -c release --product {product} failed")
    command = [swift, "build", "-c", "release", "--show-bin-path"]
    return Path(children.run(command, cwd=root, stdout=subprocess.PIPE, text=True).stdout.strip())


def start_hummingbird(children: Children, binary: Path, folder: Path) -> Server:
    """The bare Hummingbird route, on as many event loops as it takes by itself."""
    port, log = free_port(), folder / "hummingbird.log"
    with log.open("wb") as output:
        process = children.start([str(binary), HOST, str(port)], stdout=output, stderr=output)
    return _ready(Server("hummingbird", process.pid, port, "/yardstick"), process, log)


def start_nginx(children: Children, nginx: str, folder: Path, cores: int) -> Server:
    """nginx with one worker a core, answering a constant of the size of a progress read."""
    port, config = free_port(), folder / "nginx.conf"
    body = rows.row(7, "00000000-0000-4000-8000-000000000000")
    config.write_text(NGINX.format(folder=folder, cores=cores, host=HOST, port=port, body=body))
    log = folder / "nginx.log"
    with log.open("wb") as output:
        process = children.start([nginx, "-p", str(folder), "-c", str(config)], stdout=output, stderr=output)
    return _ready(Server("nginx", process.pid, port), process, log)


def _ready(server: Server, process: subprocess.Popen, log: Path) -> Server:
    """Waits until a yardstick answers."""
    text = load.request("GET", server.path, server.port, {"Connection": "close"})
    deadline = time.monotonic() + 10
    while not answers(server.port, text):
        if process.poll() is not None or time.monotonic() > deadline:
            raise BenchError(f"the yardstick {server.name} does not answer; its log ends with:\n{tail(log)}")
        time.sleep(0.01)
    return server
