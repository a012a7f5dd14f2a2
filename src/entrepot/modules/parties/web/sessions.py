"""Django's sessions in `parties_session` (SESSION_ENGINE): kept under a hash of the key, reached by functions only."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.utils import timezone

from entrepot.modules.parties.operations import sessions

DEVICE = "device"  # in the session: as the browser names itself


class SessionStore(SessionBase):
    """A session of the web role."""

    def exists(self, session_key: str) -> bool:
        """Whether something is kept under this key."""
        return sessions.load_session(key=session_key, now=timezone.now()) is not None

    def load(self) -> dict[str, object]:
        """What is kept; nothing, and another key, where there is nothing."""
        found = self.session_key and sessions.load_session(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return {}
        return dict(self.decode(found))

    def create(self) -> None:
        """Begin an empty session under a new key."""
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined] # missing in the stubs
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Keep it. Raises CreateError where the key is taken, UpdateError where the session was ended meanwhile."""
        if self.session_key is None:
            self.create()
            return
        content = self._get_session(no_load=must_create)  # type: ignore[attr-defined] # the same
        person = content.get(SESSION_KEY)
        kept = sessions.save_session(
            key=self.session_key,
            content=self.encode(content),
            person_id=int(person) if person else None,
            device=str(content.get(DEVICE, "")),
            now=timezone.now(),
            until=self.get_expiry_date(),
            must_create=must_create,
        )
        if not kept:
            raise CreateError if must_create else UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """End it."""
        key = session_key or self.session_key
        if key:
            sessions.end_session(key=key)

    @classmethod
    def clear_expired(cls) -> None:
        """Delete what has expired."""
        sessions.forget_sessions(now=timezone.now())
