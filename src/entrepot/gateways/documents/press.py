"""The press: one document a process. Run by `typesetting`, it imports typst and nothing of ours.

The compiler keeps what it has worked out for as long as its process lives (some 100 kB a page, typst-py 0.15 offers no
way to let go of it), so a server that compiles within itself grows for ever. A process of its own takes its memory
along when it ends, can be stopped when it takes too long, and has no connection to any database.

Standard input: one JSON object, see `Order`. Standard output: the PDF; or pictures as PNG, each after its length in
eight bytes.
"""

import json
import sys
from typing import TypedDict

import typst


class Order(TypedDict):
    """template: path; root: the only folder that it may read; timestamp: seconds of the epoch; tagged: readable aloud
    in the order of its parts; facts: JSON for the template.
    """

    template: str
    root: str
    font_folder: str
    form: str
    dots_per_inch: float | None
    timestamp: int
    tagged: bool
    facts: str


def main() -> None:
    """Print what standard input asks for."""
    order: Order = json.load(sys.stdin)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[order["font_folder"]])
    made = typst.Compiler(root=order["root"], font_paths=fonts).compile(
        input=order["template"],
        format="png" if order["form"] == "png" else "pdf",
        ppi=order["dots_per_inch"],
        sys_inputs={"facts": order["facts"]},
        timestamp=order["timestamp"],
        pdf_tags=order["tagged"],
    )
    pages = [made] if isinstance(made, bytes) else made or []
    for page in pages:
        if order["form"] == "png":
            sys.stdout.buffer.write(len(page).to_bytes(8, "big"))
        sys.stdout.buffer.write(page)


if __name__ == "__main__":
    main()
