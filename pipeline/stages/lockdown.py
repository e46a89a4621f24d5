"""Takes from this process what decoding needs none of: memory and time without end, files to write, programs to start, the network."""

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
from collections.abc import Iterator
from contextlib import suppress

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _DEATH_SIGNAL = 38, 22, 1  # prctl(2)
_FILTER_MODE = 2  # seccomp(2)
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # linux/bpf_common.h
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000  # linux/seccomp.h
_X32 = 0x40000000  # the x86 kernels' second table of calls
_THREAD = 0x00010000  # clone(2), CLONE_THREAD
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# Numbers of the system calls that are refused, by machine: (x86_64, aarch64), None where the machine has no such call.
# Source: Linux, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
_REFUSED: dict[str, tuple[int | None, int]] = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "accept": (43, 202), "accept4": (288, 242),
    "bind": (49, 200), "listen": (50, 201), "sendto": (44, 206), "sendmsg": (46, 211), "execve": (59, 221), "execveat": (322, 281),
    "kill": (62, 129), "tkill": (200, 130), "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "setpgid": (109, 154), "setsid": (112, 157),
    "chroot": (161, 51), "mount": (165, 40), "umount2": (166, 39), "unshare": (272, 97), "setns": (308, 268),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "shmget": (29, 194), "mq_open": (240, 180),
    "truncate": (76, 45), "mkdirat": (258, 34), "mknodat": (259, 33), "unlinkat": (263, 35), "symlinkat": (266, 36),
    "linkat": (265, 37), "renameat": (264, 38), "renameat2": (316, 276), "fchmod": (91, 52), "fchmodat": (268, 53),
    "fchown": (93, 55), "fchownat": (260, 54), "utimensat": (280, 88),
}  # fmt: skip
_REFUSED_X86 = {
    "fork": 57, "vfork": 58, "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "link": 86, "unlink": 87, "symlink": 88,
    "chmod": 90, "chown": 92, "lchown": 94, "utime": 132, "mknod": 133, "utimes": 235,
}  # fmt: skip
_CLONE, _CLONE3, _OPENAT, _OPENAT2, _TGKILL = (56, 220), (435, 435), (257, 56), (437, 437), (234, 131)
_OPEN_X86 = 2


def limit(*, memory_bytes: int, cpu_s: int, open_files: int = 64) -> None:
    """Bound address space, CPU time and open files of this process, and let it write no file and leave no core.

    The CPU limit sends SIGXCPU, and a second later SIGKILL: where both fall due at once, kernels differ in which they send.
    """
    for what, soft, hard in (
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        (resource.RLIMIT_CPU, cpu_s, cpu_s + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NOFILE, open_files, open_files),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        given = resource.getrlimit(what)[1]
        most = hard if given == resource.RLIM_INFINITY else min(hard, given)
        resource.setrlimit(what, (min(soft, most), most))


def die_with_parent() -> None:
    """Have the kernel end this process when the one that forked it ends."""
    _prctl(_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0)


def close_doors() -> bool:
    """Refuse this process the network, other programs, other processes and every write to a file; False where the kernel cannot.

    A seccomp filter, so no privilege is needed. Threads may still be started (decoders have their own), processes may not.
    """
    machine = platform.machine()
    if machine not in _AUDIT_ARCH or os.name != "posix":
        return False
    rows = tuple(_program(machine))
    code = b"".join(struct.pack("HBBI", *row) for row in rows)
    memory = ctypes.create_string_buffer(code, len(code))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(rows), ctypes.addressof(memory)))
    return _prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) and _prctl(_SET_SECCOMP, _FILTER_MODE, program, 0, 0)


def can_close_doors() -> bool:
    """Return whether this machine's kernel lets doors be closed; tried in a child, since it cannot be undone."""
    child = os.fork()
    if child == 0:
        closed = False
        with suppress(Exception):
            closed = close_doors()
        os._exit(0 if closed else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _prctl(*arguments: object) -> bool:
    """Call prctl(2) and return whether it did what was asked; where there is none, it did not."""
    call = getattr(ctypes.CDLL(None), "prctl", None)
    return call is not None and call(*arguments) == 0


def _program(machine: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the filter's instructions as (code, jump if true, jump if false, constant)."""
    column = ("x86_64", "aarch64").index(machine)
    refused, missing = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
    yield _LOAD, 0, 0, 4  # seccomp_data.arch
    yield _EQUAL, 1, 0, _AUDIT_ARCH[machine]
    yield _RETURN, 0, 0, _KILL
    yield _LOAD, 0, 0, 0  # seccomp_data.nr
    if machine == "x86_64":
        yield _AT_LEAST, 0, 1, _X32
        yield _RETURN, 0, 0, refused
    numbers = [row[column] for row in _REFUSED.values()] + (list(_REFUSED_X86.values()) if machine == "x86_64" else [])
    for number in numbers:
        if number is not None:
            yield _EQUAL, 0, 1, number
            yield _RETURN, 0, 0, refused
    for call in (_CLONE3, _OPENAT2):  # their arguments lie in memory, out of a filter's sight; libraries fall back to the older call
        yield _EQUAL, 0, 1, call[column]
        yield _RETURN, 0, 0, missing
    yield from _if_bits(_CLONE[column], argument=0, bits=_THREAD, then=_ALLOW, otherwise=refused)
    yield from _if_bits(_OPENAT[column], argument=2, bits=_WRITING, then=refused, otherwise=_ALLOW)
    if machine == "x86_64":
        yield from _if_bits(_OPEN_X86, argument=1, bits=_WRITING, then=refused, otherwise=_ALLOW)
    yield _EQUAL, 0, 4, _TGKILL[column]  # how a process aborts itself
    yield _LOAD, 0, 0, 16
    yield _EQUAL, 0, 1, os.getpid()
    yield _RETURN, 0, 0, _ALLOW
    yield _RETURN, 0, 0, refused
    yield _RETURN, 0, 0, _ALLOW


def _if_bits(number: int, *, argument: int, bits: int, then: int, otherwise: int) -> Iterator[tuple[int, int, int, int]]:
    yield _EQUAL, 0, 4, number
    yield _LOAD, 0, 0, 16 + 8 * argument  # the argument's low word
    yield _ANY_BIT, 0, 1, bits
    yield _RETURN, 0, 0, then
    yield _RETURN, 0, 0, otherwise
