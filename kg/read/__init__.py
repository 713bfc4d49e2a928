"""Bytes -> Documents: files, folders, JSONL and stdin, with encoding, title, date and the language of each paragraph."""
