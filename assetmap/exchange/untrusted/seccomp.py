"""
A filter of system calls, as the program that Linux runs before each: no network, no new program, no new file.

What is refused fails with “not permitted”, so that the reader can say so and end; nothing else is touched. The
numbers are those of the kernel's own tables for the two processors that such machines have.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

# Names → (x86_64, aarch64); None where a processor has no such call.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "sendto": (44, 206), "sendmsg": (46, 211),
    "bind": (49, 200), "listen": (50, 201), "socketpair": (53, 199), "accept4": (288, 242), "sendmmsg": (307, 269),
    "recvfrom": (45, 207), "recvmsg": (47, 212), "recvmmsg": (299, 243), "shutdown": (48, 210),
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "pidfd_getfd": (438, 438),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "creat": (85, None), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None), "unlink": (87, None), "unlinkat": (263, 35),
    "link": (86, None), "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36),
    "mknod": (133, None), "mknodat": (259, 33), "truncate": (76, 45), "ftruncate": (77, 46), "fallocate": (285, 47),
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None),
    "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None),
    "utimensat": (280, 88), "futimesat": (261, None), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "userfaultfd": (323, 282),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "move_mount": (429, 429),
    "open_tree": (428, 428), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "unshare": (272, 97), "setns": (308, 268), "setuid": (105, 146), "setgid": (106, 144),
    "setresuid": (117, 147), "setresgid": (119, 149), "setgroups": (116, 159), "capset": (126, 91),
    "setpriority": (141, 140), "prlimit64": (302, 261), "setrlimit": (160, 164),
    "bpf": (321, 280), "perf_event_open": (298, 241), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "io_setup": (206, 0),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "sethostname": (170, 161), "setdomainname": (171, 162), "settimeofday": (164, 170), "clock_settime": (227, 112),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "msgget": (68, 186), "semget": (64, 190),
    "mq_open": (240, 180), "inotify_init1": (294, 26), "fanotify_init": (300, 262), "syslog": (103, 116),
    "quotactl": (179, 60), "acct": (163, 89), "ioperm": (173, None), "iopl": (172, None), "personality": (135, 92),
}  # fmt: skip
_OPENING = {"open": ((2, 1), (None, None)), "openat": ((257, 2), (56, 2))}
"""Calls that open files: number and which argument holds the flags, for each processor."""
_CLONE, _CLONE3, _OPENAT2, _TGKILL = (56, 220), (435, 435), (437, 437), (234, 131)
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_THREAD = 0x00010000  # CLONE_THREAD
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_NOT_PERMITTED, _NOT_THERE = 0x00050000 | 1, 0x00050000 | 38  # EPERM; ENOSYS, upon which glibc takes the older call
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_X32 = 0x40000000
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2


def program(machine: str, pid: int) -> bytes | None:
    """
    Make the filter for a processor, for the process `pid`.

    Returns
    -------
    program
        Instructions of classic BPF, eight bytes each; None for a processor that it is not written for.
    """
    architecture = _ARCHITECTURES.get(machine)
    if architecture is None or sys.byteorder != "little":
        return None
    which = 0 if machine == "x86_64" else 1
    code = [
        _step(_LOAD, _ARCHITECTURE_AT),
        _step(_EQUAL, architecture, yes=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER_AT),
    ]
    if machine == "x86_64":
        code += [_step(_AT_LEAST, _X32, no=1), _step(_RETURN, _KILL)]
    for number in sorted({x[which] for x in _REFUSED.values() if x[which] is not None}):  # type: ignore[type-var]
        assert number is not None
        code += [_step(_EQUAL, number, no=1), _step(_RETURN, _NOT_PERMITTED)]
    for number in (_CLONE3[which], _OPENAT2[which]):
        code += [_step(_EQUAL, number, no=1), _step(_RETURN, _NOT_THERE)]
    for calls in _OPENING.values():
        number, argument = calls[which]
        if number is not None and argument is not None:
            code += _judged(number, argument, _step(_ANY_BIT, _WRITES, no=1), _NOT_PERMITTED)
    code += _judged(_CLONE[which], 0, _step(_ANY_BIT, _THREAD, yes=1), _NOT_PERMITTED)
    code += _judged(_TGKILL[which], 0, _step(_EQUAL, pid, yes=1), _NOT_PERMITTED)  # abort() speaks to itself
    code.append(_step(_RETURN, _ALLOW))
    return b"".join(code)


def _judged(number: int, argument: int, test: bytes, otherwise: int) -> list[bytes]:
    """Judge a call by one of its arguments: the step after `test` refuses, the one behind it allows."""
    return [
        _step(_EQUAL, number, no=4),
        _step(_LOAD, _ARGUMENTS_AT + 8 * argument),
        test,
        _step(_RETURN, otherwise),
        _step(_RETURN, _ALLOW),
    ]


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("<HBBI", code, yes, no, value)


class _Program(ctypes.Structure):
    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def filter_calls(libc: ctypes.CDLL) -> bool:
    """Put the filter before this process and all its threads to come; it cannot be taken away. False: not here."""
    code = program(platform.machine(), os.getpid())
    if code is None:
        return False
    kept = ctypes.create_string_buffer(code, len(code))
    whole = _Program(len(code) // 8, ctypes.cast(kept, ctypes.c_void_p))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(whole), 0, 0) == 0)
