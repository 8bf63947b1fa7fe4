"""
Under which addresses this machine is reached by what is on the same network: read from the machine, asked of nobody.

A hall's router may lead nowhere: no name is looked up, and nothing is sent.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys

_INWARD = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "podman", "cni", "tun", "tap", "wg", "utun", "zt")
"""How interfaces begin behind which there is no hall: virtual machines, tunnels. Named last, for want of others."""
_SIOCGIFADDR = 0x8915
_ANYWHERE = ("192.0.2.1", "192.168.255.254", "10.255.255.254", "172.31.255.254")
"""Addresses that are only looked up in this machine's own table of ways; one where nobody is, and private ones."""


def addresses() -> list[str]:
    """List this machine's IPv4 addresses but the loopback's, the likeliest for a phone in the room first."""
    ranked = [*((1, x) for x in _by_the_ways()), *_of_interfaces(), *((3, x) for x in _by_own_name())]
    fit = [(rank, text) for rank, text in ranked if _is_near(text)]
    inward = {text for rank, text in fit if rank == _LAST}
    first = [text for rank, text in sorted(fit, key=lambda x: x[0]) if rank != _LAST and text not in inward]
    return list(dict.fromkeys([*first, *sorted(inward)]))


_LAST = 9


def _by_the_ways() -> list[str]:
    """Ask the table of ways which address this machine would speak from; a datagram that is never sent."""
    found = []
    for target in _ANYWHERE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            try:
                end.connect((target, 9))
                found.append(str(end.getsockname()[0]))
            except OSError:
                continue
    return found


def _of_interfaces() -> list[tuple[int, str]]:
    """Read the address of each interface that is up, where the system is Linux: also where no way leads out."""
    if sys.platform != "linux":
        return []
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        for _number, name in socket.if_nameindex():
            try:
                told = fcntl.ioctl(end.fileno(), _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
            except OSError:
                continue
            found.append((_LAST if name.startswith(_INWARD) else 2, socket.inet_ntoa(told[20:24])))
    return found


def _by_own_name() -> list[str]:
    """Read what the machine's own table says of its own name; this is how Windows lists its interfaces."""
    if sys.platform == "linux":
        return []
    try:
        told = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return [str(x[4][0]) for x in told]


def _is_near(text: str) -> bool:
    one = ipaddress.ip_address(text)
    return not (one.is_loopback or one.is_unspecified or one.is_multicast)
