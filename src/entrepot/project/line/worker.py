"""The worker: a claim loop over messages to read and arrivals to judge. Any number of them share the work.

Nothing is remembered between two passes that a crash could lose: what was claimed is unclaimed again when its
transaction ends without a commit.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import psycopg

from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.insights import api as insights
from entrepot.project.line.containers import decide_containers
from entrepot.project.line.deciding import DeskOfTheDay, judge_some
from entrepot.project.line.granting import grant_due
from entrepot.project.line.intake import read_stored
from entrepot.project.line.listings import let_listings_out
from entrepot.project.line.replies import answer_intake
from entrepot.project.line.reviewing import review_some
from entrepot.project.line.setting import Setting, open_setting
from entrepot.project.line.sheets import Job, take_some
from entrepot.project.line.tax_bills import bill_some
from entrepot.project.line.withdrawing import withdraw_some

MESSAGES_A_PASS = 160
ARRIVALS_A_PASS = 16
LOOK_AGAIN_EVERY = timedelta(minutes=1)
_SLEEP_S = 5.0
_BACK_OFF_S = (0.2, 1.0, 5.0)
_ASKED_OF_LISTS = frozenset({"import_cancel", "import_return"})

log = logging.getLogger(__name__)


@dataclass
class Pass:
    """What one pass did."""

    messages: int = 0
    documents: int = 0
    judged: int = 0
    waiting: int = 0
    arrivals: int = 0
    sheets: bool = False  # a part of a sheet was taken
    reviewed: int = 0
    containers: int = 0  # declarations of market procurement that were decided on
    billed: int = 0  # lists whose tax bills were looked at, when there is nothing else to do or once a minute
    listings: int = 0  # that were held up and went out; looked at when there is nothing else to do

    @property
    def idle(self) -> bool:
        """Nothing was to be done."""
        done = (self.messages, self.arrivals, self.reviewed, self.sheets, self.containers, self.billed, self.listings)
        return not any(done)


@dataclass
class Worker:
    """One worker on its own connections. `clock` gives the aware time of each pass; sheets: whether it takes them."""

    setting: Setting
    clock: Callable[[], datetime]
    sheets: bool = True
    desk: DeskOfTheDay = field(init=False)
    _looked: datetime | None = None
    _sheet: Job | None = None

    def __post_init__(self) -> None:
        self.desk = DeskOfTheDay(self.setting)

    def one_pass(self) -> Pass:
        """Read some messages, judge some arrivals: a transaction each."""
        done = Pass()
        now = self.clock()
        took = read_stored(self.setting, now=now, limit=MESSAGES_A_PASS, after=answer_intake)
        if took is not None:
            done.messages = took.messages.height
            done.documents = int(took.messages["documents"].sum())
            if not _ASKED_OF_LISTS.isdisjoint(took.outcomes):
                withdraw_some(self.setting, now=now)
        done.sheets = self._take_sheet(now)
        self._look_again(now)
        judged = judge_some(self.setting, self.desk, now=self.clock(), limit=ARRIVALS_A_PASS)
        done.arrivals, done.judged, done.waiting = judged.arrivals, judged.decided.height, judged.waiting
        done.reviewed = review_some(self.setting, now=self.clock())
        done.containers = decide_containers(self.setting, now=self.clock())
        if done.idle:
            done.billed = bill_some(self.setting, now=self.clock())
        if done.idle:
            done.listings = let_listings_out(self.setting, now=self.clock())
        return done

    def _take_sheet(self, now: datetime) -> bool:
        """Whether a part was taken; a sheet of many parts goes on in the next pass, so that messages do not wait."""
        if not self.sheets:
            return False
        before, self._sheet = self._sheet, None
        taken = take_some(self.setting, before, now=now)
        self._sheet = taken.job
        return taken.any

    def _look_again(self, now: datetime) -> None:
        """Lists that have waited past the window are judged again; they have no arrival of their own to wake them."""
        if self._looked is not None and now - self._looked < LOOK_AGAIN_EVERY:
            return
        self._looked = now
        hours = self.desk.at(now).rulebook.at(now.date()).whole("arrival_window")
        with self.setting.connection.transaction():
            declarations.wake_overdue(self.setting.connection, before=now - timedelta(hours=hours), now=now)
            declarations.fold(self.setting.connection, now=now)
        withdraw_some(self.setting, now=now)  # what another worker took in and died with
        bill_some(self.setting, now=now)  # a line that is never idle makes bills too
        insights.recount_if_due(self.setting.connection, now=now)
        grant_due(now=now)

    def until_idle(self, tell: Callable[[Pass], None] | None = None) -> None:
        """Work until there is nothing to read and nothing to judge."""
        while True:
            done = self.one_pass()
            if tell is not None:
                tell(done)
            if done.idle:
                return


def run_worker(stop: threading.Event, clock: Callable[[], datetime], *, sheets: bool = True) -> None:
    """Work until told to stop; a lost database connection is opened again, with growing pauses."""
    failures = 0
    while not stop.is_set():
        try:
            with open_setting() as setting, psycopg.connect(setting.conninfo, autocommit=True) as ear:
                _work(Worker(setting, clock, sheets), ear, stop)
                failures = 0
        except psycopg.OperationalError as error:
            pause = _BACK_OFF_S[min(failures, len(_BACK_OFF_S) - 1)]
            failures += 1
            log.warning("the database did not answer (%s); trying again in %s s", str(error).strip(), pause)
            stop.wait(pause)


def _work(worker: Worker, ear: psycopg.Connection, stop: threading.Event) -> None:
    for channel in (exchange.WAKE_READERS, exchange.WAKE_TAKERS, declarations.WAKE_JUDGES):
        ear.execute(f"LISTEN {channel}")
    while not stop.is_set():
        if worker.one_pass().idle:
            _wait(ear, stop)


def _wait(ear: psycopg.Connection, stop: threading.Event) -> None:
    """Sleep until news comes, at most some seconds: overdue lists wake nobody."""
    until = time.monotonic() + _SLEEP_S
    while not stop.is_set() and time.monotonic() < until:
        for _ in ear.notifies(timeout=0.5, stop_after=1):
            return
