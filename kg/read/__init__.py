"""Bytes -> Documents: files, folders, JSONL and stdin, with encoding, title, date and each paragraph's language."""
