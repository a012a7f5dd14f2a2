"""The frame of every command: common options, the data folder, the database joined and left, errors, `--json`.

@command()
def record(context: Context, order_no: str) -> dict[str, object]:
    context.say(RECORD_FOUND, order_no=order_no)   # for people, on standard output
    return {"order_no": order_no}                  # for programs, the last line of standard output with --json
"""

import inspect
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from entrepot.project.server.folder import DataFolder
from entrepot.project.server.installation import Installation
from entrepot.project.server.schema import set_up_django
from entrepot.project.wording import Refusal, Text

Needs = Literal["nothing", "database"]
Result = Mapping[str, object]
DATA_HELP = Text("Data folder", "数据目录")
JSON_HELP = Text("One JSON object as the last line of standard output", "标准输出的最后一行是一个 JSON 对象")
ONLY_IN = Text(
    "This command is for {expected} stations only; {path} is a {found} station. Use a folder of that kind: --data DIR.",
    "此命令只用于 {expected} 站；{path} 是 {found} 站。请用该类目录：--data DIR。",
)

_DATA = Annotated[Path, typer.Option("--data", metavar="DIR", help=DATA_HELP.say(), envvar="ENTREPOT_DATA")]
_JSON = Annotated[bool, typer.Option("--json", help=JSON_HELP.say())]


@dataclass
class Context:
    """What a command finds: its data folder, how to speak, when it began."""

    folder: DataFolder
    json: bool
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    installation: Installation | None = None

    @property
    def station(self) -> str:
        """practice, filing or deciding."""
        return self.folder.identity().kind

    def say(self, text: Text, **values: object) -> None:
        """A line for people: on standard output, which with --json belongs to programs (then standard error)."""
        print(text.say(**values), file=sys.stderr if self.json else sys.stdout, flush=True)

    def show(self, line: str) -> None:
        """The same for a line that is data, not language."""
        print(line, file=sys.stderr if self.json else sys.stdout, flush=True)

    def note(self, line: str) -> None:
        """A line on how the work goes, on standard error."""
        print(f"… {line}", file=sys.stderr, flush=True)

    def answer(self, result: Result) -> None:
        """Print the object for programs now; only for commands that go on afterwards, the others return it."""
        if self.json:
            print(json.dumps(result, ensure_ascii=False, default=str), flush=True)

    @contextmanager
    def progress(self, label: Text, total: int | None) -> Iterator[Callable[[int], None]]:
        """A progress bar on standard error; call what it gives with the number of steps done since the last call."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=False) as bars:
            bar = bars.add_task(label.say(), total=total)
            yield lambda steps: bars.update(bar, advance=steps)


def command(
    *, needs: Needs = "database", stations: tuple[str, ...] = ()
) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """Make a function a command. It takes a Context first; its other parameters are arguments and options for typer.

    needs: "database" joins the running installation or starts it for the length of the command, with Django set up;
    "nothing" leaves the folder alone. stations: the kinds of station it is for, all if empty.
    """

    def frame(function: Callable[..., Any]) -> Callable[..., None]:
        @wraps(function)
        def run(*, data: Path, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - typer's own
            context = Context(DataFolder(data), as_json)
            with ExitStack() as stack:
                if stations:
                    _check_kind(context, stations)
                if needs == "database":
                    context.installation = stack.enter_context(joined(context))
                result = function(context, **options)
            if result is not None:
                context.answer(result)

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        common = [
            inspect.Parameter("data", inspect.Parameter.KEYWORD_ONLY, default=Path("var"), annotation=_DATA),
            inspect.Parameter("as_json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=_JSON),
        ]
        keyword = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
        run.__signature__ = inspect.Signature([*keyword, *common])  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in [*own, *common]}
        return run

    return frame


def opened(context: Context) -> Installation:
    """The installation of the command's folder; its block has the database running and prepared."""
    return Installation(context.folder, context.note, database_url=os.environ.get("DATABASE_URL") or None)


@contextmanager
def joined(context: Context) -> Iterator[Installation]:
    """The same with Django set up on it."""
    with opened(context) as installation:
        set_up_django()
        yield installation


def _check_kind(context: Context, kinds: tuple[str, ...]) -> None:
    if context.station not in kinds:
        raise Refusal(ONLY_IN, expected=" / ".join(kinds), found=context.station, path=context.folder.path)
