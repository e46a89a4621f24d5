"""Whether an SFTP server is the one it should be: its key stands in `~/.ssh/known_hosts`, or nobody talks to it. The only paramiko."""

from pathlib import Path

import paramiko


class KnownHosts(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]  # a library without types
    """Accepts a host whose key is among the user's known hosts, and no other: what is fetched there is personal data."""

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        """Return where the key is known. Raises SSHException where it is not, before anything of ours was told."""
        del client
        known = Path("~/.ssh/known_hosts").expanduser()
        if not known.is_file() or not paramiko.HostKeys(str(known)).check(hostname, key):
            raise paramiko.SSHException(f"the key of {hostname} is not in {known}")
