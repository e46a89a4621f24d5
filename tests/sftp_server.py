"""An SFTP server on 127.0.0.1 that serves one folder to one key, for the tests of uploads behind an address."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko


class _Server(paramiko.ServerInterface):  # type: ignore[misc]  # a library without types
    def __init__(self, key: paramiko.PKey) -> None:
        self._key = key

    def get_allowed_auths(self, _username: str) -> str:
        return "publickey"

    def check_auth_publickey(self, _username: str, key: paramiko.PKey) -> int:
        same = key.asbytes() == self._key.asbytes()
        return int(paramiko.AUTH_SUCCESSFUL if same else paramiko.AUTH_FAILED)

    def check_channel_request(self, _kind: str, _number: int) -> int:
        return int(paramiko.OPEN_SUCCEEDED)


class _Files(paramiko.SFTPServerInterface):  # type: ignore[misc]  # as above
    """One folder, read only; links are told as links, as servers do."""

    root: Path

    def _real(self, path: str) -> Path:
        return Path(f"{self.root}{self.canonicalize(path)}")

    def list_folder(self, path: str) -> Any:
        try:
            return [self.lstat(f"{path}/{one.name}", one.name) for one in self._real(path).iterdir()]
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    def stat(self, path: str) -> Any:
        return self._told(os.stat, path, "")

    def lstat(self, path: str, name: str = "") -> Any:
        return self._told(os.lstat, path, name)

    def _told(self, look: Any, path: str, name: str) -> Any:
        try:
            told = paramiko.SFTPAttributes.from_stat(look(self._real(path)))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        told.filename = name or Path(path).name
        return told

    def open(self, path: str, _flags: int, _attributes: Any) -> Any:
        try:
            stream = self._real(path).open("rb")
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        handle = paramiko.SFTPHandle(os.O_RDONLY)
        handle.readfile = stream
        return handle


@dataclass(frozen=True, kw_only=True)
class Served:
    """A running server: its address without a path, and a home with a key that it lets in and its own key among the known hosts."""

    address: str
    home: Path


@contextmanager
def served(root: Path, home: Path) -> Iterator[Served]:
    """Serve a folder until the block ends; one thread a connection, since clients come one after another and stay."""
    host, own = paramiko.ECDSAKey.generate(), paramiko.ECDSAKey.generate()
    (home / ".ssh").mkdir(parents=True, mode=0o700)
    own.write_private_key_file(str(home / ".ssh" / "id_ecdsa"))
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    (home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{port} {host.get_name()} {host.get_base64()}\n")
    files = type("Files", (_Files,), {"root": root})
    transports = []

    def answer() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(host)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, files)
            transports.append(transport)
            try:
                transport.start_server(server=_Server(own), event=threading.Event())
            except (paramiko.SSHException, EOFError):  # a client that does not know us hangs up
                continue

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield Served(address=f"sftp://tester@127.0.0.1:{port}", home=home)
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=10)
        for transport in transports:
            transport.close()
