"""kg: news in, a graph of who did what to, with or about whom out; every tie opens the sentence that proves it."""

from importlib.metadata import version

__version__ = version("kg")
