"""The errors of `kg`, by what the caller can do about them.

KgError
├── InputError         a file or text cannot be read: the input has to change
├── DataError          a vocabulary file is wrong: names the file and the key
├── LanguageError      no data or no model for a language
├── QueryError         a question is malformed, or names what is not there
│   ├── RefusedError   a question asks for more than reading this graph
│   └── LimitError     a question needs more time, memory or rows than is allowed: ask for less
├── BusyError          too much is asked at a time: the same question may be answered later
├── OutputError        a result cannot be written
└── WorkerError        a process that extracts cannot begin: the machine has to give more, or be asked for less
"""


class KgError(Exception):
    """Root of every error that `kg` raises on purpose; its text says what to do next."""


class InputError(KgError):
    """An input cannot be read, decoded or understood."""


class DataError(KgError):
    """A vocabulary file (languages, actors, events) has a wrong or missing key."""


class LanguageError(KgError):
    """A language has no folder in `kg/data/languages`, or its model is not installed."""


class QueryError(KgError):
    """A query is malformed, unknown, or not allowed."""


class RefusedError(QueryError):
    """A query would write, or reach beyond the graph that it is put to."""


class LimitError(QueryError):
    """An answer takes more time, memory or rows than is allowed."""


class BusyError(KgError):
    """Too many questions are waiting for their turn."""


class OutputError(KgError):
    """A result cannot be written where it was asked for."""


class WorkerError(KgError):
    """A process of ours ended before it could begin."""
