"""Make the files of this folder anew from sources/; see README.md here for what each holds."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
NAMES = ("Référence", "Titre", "Source", "Date de publication", "Langue", "Texte intégral", "Lien")
ROWS = (
    (
        "A-1", "La Suède expulse un diplomate russe", "Le Courrier du Fjord", "05/03/2024", "Français",
        ("La Suède a expulsé lundi un diplomate russe; Stockholm l’accuse d’espionnage.\n\n"
        "La Russie a dénoncé une décision « hostile »."), "https://courrier-du-fjord.example/suede",
    ),
    (
        "A-2", "Oman reçoit l'émissaire kényan", "La Dépêche du Golfe", "23/03/2024", "Français",
        "Le sultanat d'Oman a reçu vendredi l'émissaire du Kenya.", "",
    ),
    ("A-3", "Denmark closes its embassy", "Fjord Times", "04/03/2024", "Anglais",
     "Denmark closed its embassy in Mali on Sunday, the Danish foreign ministry said.", ""),
)  # fmt: skip


def main() -> None:
    """Make all files, each from what was made before it."""
    print_pdf("gazette", "--no-pdf-header-footer")
    print_pdf("report")
    print_pdf("scan", "--no-pdf-header-footer")
    for form in ("pdf", "docx"):
        run("soffice", "--headless", "--convert-to", form, "--outdir", HERE, SOURCES / "communique.fodt")
    plain = HERE / "communique.pdf"
    run("qpdf", "--encrypt", "open", "change", "256", "--", plain, HERE / "locked.pdf")
    run("qpdf", "--encrypt", "", "change", "256", "--", plain, HERE / "restricted.pdf")
    for name in ("crawl.warc", "crawl.warc.gz"):
        with (HERE / name).open("wb") as stream:
            write_warc(WARCWriter(stream, gzip=name.endswith(".gz")))
    write_table("press.csv", ";", "cp1252")
    write_table("press.tsv", "\t", "utf-16")
    (HERE / "page.html.gz").write_bytes(gzip.compress((SOURCES / "page.html").read_bytes(), mtime=0))
    make_archive()


def print_pdf(name: str, *options: str) -> None:
    """Print a page to a PDF as a person does from the browser."""
    flags = ("--headless", "--no-sandbox", "--disable-gpu", *options, f"--print-to-pdf={HERE / name}.pdf")
    run("chromium", *flags, (SOURCES / f"{name}.html").as_uri())


def write_warc(writer: WARCWriter) -> None:
    """Write a crawl: pages in several ways, and what is no page."""
    page, site = (SOURCES / "page.html").read_bytes(), "https://courrier-du-fjord.example"
    html = ("Content-Type", "text/html; charset=UTF-8")
    add = writer.write_record

    def respond(path: str, body: bytes, *headers: tuple[str, str], status: str = "200 OK") -> None:
        answer = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        add(writer.create_warc_record(site + path, "response", payload=io.BytesIO(body), http_headers=answer))

    add(writer.create_warcinfo_record("crawl.warc", {"software": "warcio"}))
    asked = StatusAndHeaders("GET /monde/a HTTP/1.1", [("Host", "courrier-du-fjord.example")], is_http_request=True)
    add(writer.create_warc_record(f"{site}/monde/a", "request", http_headers=asked))
    respond("/monde/a", page, html)
    respond("/monde/b", gzip.compress(page, mtime=0), html, ("Content-Encoding", "gzip"))
    old = page.decode().replace('<meta charset="utf-8">', "").encode("cp1252")
    respond("/monde/c", old, ("Content-Type", "text/html; charset=ISO-8859-1"))
    respond("/gone", b"<html><body><p>Not found</p></body></html>", html, status="404 Not Found")
    respond("/port.jpg", b"\xff\xd8\xff\xe0JFIF", ("Content-Type", "image/jpeg"))
    respond("/communique", (HERE / "communique.pdf").read_bytes(), ("Content-Type", "application/pdf"))
    plain = "La Norvège a livré deux patrouilleurs au Kenya.\n".encode()
    for kind, path in (("resource", "/2024/03/14/note.txt"), ("conversion", "/monde/a")):
        body = io.BytesIO(plain)
        add(writer.create_warc_record(site + path, kind, payload=body, warc_content_type="text/plain"))
    again = writer.create_revisit_record(
        f"{site}/monde/a", "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", f"{site}/monde/a", "2024-03-14T00:00:00Z"
    )
    add(again)


def write_table(name: str, mark: str, encoding: str) -> None:
    """Write the rows as press databases export them."""
    with (HERE / name).open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=mark).writerows([NAMES, *ROWS])


def make_archive() -> None:
    """Pack the files with the program that people pack them with, one archive within another."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "inner").mkdir()
        for file in ("communique.docx", "gazette.pdf"):
            shutil.copy(HERE / file, folder / "inner" / file)
        run("zip", "-q", "-X", "-r", "inner.zip", "inner", at=folder)
        (folder / "nested" / ".hidden").mkdir(parents=True)
        shutil.move(folder / "inner.zip", folder / "nested" / "inner.zip")
        for file in ("press.csv", "page.html.gz", "sources/page.html"):
            shutil.copy(HERE / file, folder / "nested" / Path(file).name)
        (folder / "nested" / ".hidden" / "note.txt").write_text("Not to be read.")
        (folder / "nested" / "port.jpg").write_bytes(b"\xff\xd8\xff\xe0JFIF")
        target = folder / "nested.zip"
        run("zip", "-q", "-X", "-r", target, "nested", at=folder)
        shutil.copy(target, HERE / "nested.zip")


def run(*command: str | Path, at: Path = HERE) -> None:
    """Run a program, which must succeed."""
    subprocess.run([str(part) for part in command], cwd=at, check=True, capture_output=True)


if __name__ == "__main__":
    main()
