"""The errors of `kg`, by what the caller can do about them.

KgError
├── InputError       a file or text cannot be read: the input has to change
├── DataError        a vocabulary file is wrong: names the file and the key
├── LanguageError    no data or no model for a language
├── QueryError       a question is malformed or not allowed
├── OutputError      a result cannot be written
└── WorkerError      a process that extracts cannot begin: the machine has to give more, or be asked for less
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
    """A query is malformed, unknown, or asks for what is not allowed."""


class OutputError(KgError):
    """A result cannot be written where it was asked for."""


class WorkerError(KgError):
    """A process of ours ended before it could begin."""
