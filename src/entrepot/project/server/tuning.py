"""PostgreSQL's settings: ours, sized from the memory of the machine, durable."""

import os
import shutil
from pathlib import Path

import psutil

MIB = 1024 * 1024
GIB = 1024 * MIB
_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# Only for test databases, which nobody needs after a power cut.
THROWAWAY = dict.fromkeys(DURABLE, "off") | {"wal_level": "minimal", "max_wal_senders": "0", "autovacuum": "off"}


def memory_bytes() -> int:
    """Memory this process may use: the machine's, or its container's if that is less."""
    total = psutil.virtual_memory().total
    if _CGROUP_LIMIT.exists():
        limit = _CGROUP_LIMIT.read_text("ascii").strip()
        if limit.isdigit():
            total = min(total, int(limit))
    return total


def settings(memory: int, cores: int, free_disk: int) -> dict[str, str]:
    """Settings for `memory` and `free_disk` bytes and `cores` processors."""
    shared = _between(128 * MIB, memory // 5, 8 * GIB)
    return DURABLE | {
        # memory: a fifth is PostgreSQL's own, the rest is the system's cache and our workers'
        "shared_buffers": _mib(shared),
        "effective_cache_size": _mib(memory * 3 // 5),
        "work_mem": _mib(_between(8 * MIB, memory // 256, 64 * MIB)),
        "maintenance_work_mem": _mib(_between(64 * MIB, memory // 32, GIB)),
        "huge_pages": "try",
        "dynamic_shared_memory_type": "posix" if _has_shared_memory() else "mmap",
        # bulk loads: few, long checkpoints
        "wal_buffers": _mib(min(64 * MIB, shared // 8)),
        "max_wal_size": _mib(_between(512 * MIB, free_disk // 8, 8 * GIB)),
        "min_wal_size": _mib(_between(128 * MIB, free_disk // 32, GIB)),
        "checkpoint_timeout": "15min",
        "checkpoint_completion_target": "0.9",
        "wal_compression": "off",  # this build has pglz only, dearer in time than the bytes it saves
        "wal_level": "replica",
        # solid-state disks, short queries
        "random_page_cost": "1.1",
        "jit": "off",
        "max_parallel_workers_per_gather": str(min(2, cores)),
        "max_parallel_maintenance_workers": str(min(2, cores)),
        # append-only tables: keep the visibility map and statistics near the head
        "autovacuum_naptime": "15s",
        "autovacuum_max_workers": str(_between(1, cores // 2, 3)),  # beside the work, not instead of it
        "autovacuum_vacuum_insert_scale_factor": "0.1",
        "autovacuum_analyze_scale_factor": "0.05",
        "autovacuum_vacuum_cost_limit": "2000",
        # connections: this machine only
        "max_connections": "200",
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "idle_in_transaction_session_timeout": "30min",
        # one reading of text and time everywhere
        "timezone": "UTC",
        "log_timezone": "UTC",
        "datestyle": "ISO, YMD",
        "lc_messages": "C",
        "cluster_name": "entrepot",
        "log_line_prefix": "%m [%p] ",
        "log_startup_progress_interval": "2s",
        "log_checkpoints": "off",
    }


def for_machine(data: Path) -> dict[str, str]:
    """Settings for this machine and the disk that holds `data`."""
    return settings(memory_bytes(), os.cpu_count() or 1, shutil.disk_usage(data).free)


def written(values: dict[str, str]) -> str:
    """The text of postgresql.conf."""
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in values.items()]
    return "# Written by entrepot at every start; changes made here are lost.\n" + "\n".join(lines) + "\n"


def _has_shared_memory() -> bool:
    folder = Path("/dev/shm")  # noqa: S108 - POSIX shared memory lives there; nothing is written by us
    return folder.exists() and shutil.disk_usage(folder).total >= 256 * MIB


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))


def _mib(value: int) -> str:
    return f"{value // MIB}MB"
