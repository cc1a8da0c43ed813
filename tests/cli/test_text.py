import json

from tests.cli.conftest import REPORT


def test_text_is_what_was_read_to_the_letter(biblio):
    assert biblio("text", "journee.md").stdout == REPORT


def test_one_bad_report_does_not_stop_the_others(biblio, report):
    (report.parent / "vide.txt").write_bytes(b"")
    (report.parent / "faux.pdf").write_text("texte")
    result = biblio("text", "absent.md", "vide.txt", "faux.pdf", "journee.md")
    assert result.exit_code == 3
    assert result.stdout == REPORT
    lines = result.stderr.splitlines()
    assert [line.split(": ")[1].rsplit("/")[-1] for line in lines] == ["absent.md", "vide.txt", "faux.pdf"]
    assert all("→" in line for line in lines)


def test_stdin_is_known_by_its_content(biblio):
    result = biblio("text", "-", input="<!DOCTYPE html><title>T</title><p>Un <a href='https://ex.org'>lien</a>")
    assert (result.exit_code, result.stdout) == (0, "Un lien")


def test_a_guess_is_said_on_stderr(biblio, report):
    (report.parent / "vieux.txt").write_bytes("été\n".encode("cp1252"))
    result = biblio("text", "vieux.txt")
    assert result.stdout == "été\n"
    assert "Windows-1252" in result.stderr


def test_json_says_where_links_are(biblio):
    document = json.loads(biblio("text", "--json", "journee.md").stdout)
    link = document["links"][0]
    assert document["text"][link["start"] : link["end"]] == "<https://labo.exemple.fr/crise>"


def test_limits_are_configured(biblio, report):
    (report.parent / "biblio.toml").write_text("[limits]\nfile_bytes = 10\n")
    result = biblio("text", "journee.md")
    assert result.exit_code == 3
    assert "file_bytes" in result.stderr


def test_a_limit_that_makes_no_sense_is_an_error_of_the_configuration(biblio, report):
    (report.parent / "biblio.toml").write_text("[limits]\nfile_bytes = 'beaucoup'\n")
    assert biblio("text", "journee.md").exit_code == 2
