"""The command line: `entrepot COMMAND`. Commands stand in registry.py; a call imports only its own."""

import difflib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from entrepot import __version__
from entrepot.project.cli.registry import ENTRIES, Entry, find
from entrepot.project.wording import Refusal, Text, language

USAGE = Text("Usage: entrepot COMMAND [OPTIONS]", "用法：entrepot 命令 [选项]")
EACH = Text(
    "Every command takes --data DIR (default var/) and --json; entrepot COMMAND --help tells the rest.",
    "每个命令都可用 --data 目录（默认 var/）和 --json；其余见 entrepot 命令 --help。",
)
UNKNOWN = Text("There is no command “{name}”. See: entrepot --help", "没有命令“{name}”。请看：entrepot --help")
MEANT = Text("There is no command “{name}”. Did you mean: {close}?", "没有命令“{name}”。是否想用：{close}？")
UNEXPECTED = Text(
    "Something failed that entrepot did not foresee: {kind}: {message}. The details are in {log}; please report them.",
    "发生了未预料的错误：{kind}：{message}。详情见 {log}，请反馈。",
)
NO_DATABASE = Text(
    "The database cannot be used: {message}. See: entrepot doctor", "数据库无法使用：{message}。请看：entrepot doctor"
)
STOPPED = Text("Stopped.", "已停止。")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave: 0 done, 1 refused or failed, 2 wrong use, 130 interrupted."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_run(words))


def _run(words: list[str]) -> int:
    if not words or words[0] in {"--help", "-h", "help"}:
        print(overview())
        return 0
    if words[0] == "--version":
        print(f"entrepot {__version__}")
        return 0
    found = find(words)
    if found is None:
        return _report(words, "usage", _unknown(words), 2)
    return _call(words, *found)


def overview() -> str:
    """The list of commands."""
    width = max(len(entry.name) for entry in ENTRIES)
    lines = [f"  {entry.name:<{width}}  {entry.summary.say()}" for entry in ENTRIES]
    return "\n".join([USAGE.say(), "", *lines, "", EACH.say()])


def _unknown(words: list[str]) -> str:
    group = [entry.name for entry in ENTRIES if entry.name.startswith(f"{words[0]} ")]
    name = " ".join(words[: 2 if group else 1])
    close = group or difflib.get_close_matches(name, [entry.name for entry in ENTRIES], n=3)
    return MEANT.say(name=name, close=", ".join(close)) if close else UNKNOWN.say(name=name)


def _call(words: list[str], entry: Entry, rest: list[str]) -> int:
    import typer

    module, function = entry.target.split(":")
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    try:
        call = getattr(import_module(f"entrepot.project.cli.{module}"), function)
        app.command(help=entry.summary.say())(call)
        code = app(args=rest, prog_name=f"entrepot {entry.name}", standalone_mode=False)
    except typer.TyperException as error:
        return _report(words, "usage", error.format_message(), 2)
    except (KeyboardInterrupt, typer.Abort):
        return _report(words, "stopped", STOPPED.say(), 130)
    except Exception as error:  # noqa: BLE001 - the last place that can turn it into a sentence
        return _report(words, *_sentence(error, rest), 1)
    return code if isinstance(code, int) else 0


def _sentence(error: Exception, words: list[str]) -> tuple[str, str]:
    """A name for programs and a sentence for people."""
    name = type(error).__name__
    if isinstance(error, Refusal):
        return name, str(error)
    if name.startswith("UnableTo"):  # an operation of a module refuses; its sentence says what to do
        in_language = getattr(error, "sentence", None)
        return name, in_language(language()) if in_language else str(error)
    log = _write_details(error, words)
    if name == "OperationalError":
        return name, NO_DATABASE.say(message=str(error).strip())
    return name, UNEXPECTED.say(kind=name, message=error, log=log)


def _write_details(error: Exception, words: list[str]) -> Path:
    """The trace goes to a file: into the data folder, or beside it if there is none."""
    named = words[words.index("--data") + 1] if "--data" in words[:-1] else os.environ.get("ENTREPOT_DATA", "var")
    logs = Path(named) / "logs"
    log = (logs if logs.is_dir() else Path.cwd()) / "entrepot-error.log"
    with log.open("a", encoding="utf-8") as file:
        file.write("".join(traceback.format_exception(error)) + "\n")
    return log


def _report(words: list[str], kind: str, sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr, flush=True)
    if "--json" in words:
        print(json.dumps({"error": {"kind": kind, "message": sentence}}, ensure_ascii=False), flush=True)
    return code
