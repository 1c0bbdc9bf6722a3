"""The pages of an agreement: nothing typed is lost, every refusal is a clear sentence, and at the end three sealed copies."""

import io
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from firstdesk.common import clock
from firstdesk.files import seals, shelf
from firstdesk.files.models import Issued
from firstdesk.ledger.models import Entry
from firstdesk.mediation import rows
from firstdesk.mediation.models import Agent, Agreement, Copy, Paper, Party, Promise, Session, Signature
from firstdesk.mediation.services import case as case_verbs
from firstdesk.mediation.services import outcome, room
from firstdesk.mediation.services.case import NewAgent, NewParty
from firstdesk.mediation.services.outcome import Mark
from firstdesk.mediation.states import AgreementState, CaseState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import NEIGHBOURS, Table, make_accepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    made = walks.planned()
    monkeypatch.setattr(clock, "now", lambda: made.at)
    return made


def window(table: Table, code: str = "") -> Client:
    client = Client()
    client.force_login(table.user(code) if code else table.mediator.user)
    return client


def send(table: Table, rest: str = "", **data: object) -> HttpResponse:
    """What a page of the agreement sends."""
    address = f"/mediation/{table.case.number}/agreement/{rest}"
    return window(table).post(address, {"seen": table.case.edition, **data})  # type: ignore[return-value]


def typed(table: Table, **changes: object) -> dict[str, object]:
    """The form of the editor, filled in: one payment in two instalments."""
    first = table.at.date() + timedelta(days=20)
    return {
        "facts": "三楼水管渗漏。", "issues": "赔偿数额。", "responsibility": "水管老化。", "breach": "未付部分一并到期。",
        "terms": "1", "t1-kind": "pay", "t1-debtor": "2", "t1-creditor": "1", "t1-what": "赔偿装修损失", "t1-amount": "3000",
        "t1-parts": "2", "t1-p1-on": first.isoformat(), "t1-p1-amount": "1500", "t1-p2-on": "2026-01-31",
        "t1-p2-amount": "1500.00", "do": "save", **changes,
    }  # fmt: skip


def in_session(table: Table) -> Session:
    return walks.stepped(table, walks.opened(table))


def body(response: HttpResponse) -> str:
    return response.content.decode()


def test_the_terms_begin_with_the_proposal_everybody_accepted(table: Table) -> None:
    walks.proposed(table, in_session(table))
    page = body(window(table).get(f"/mediation/{table.case.number}/agreement/"))
    assert "赔偿装修损失" in page and 'value="3000.00"' in page and "叁仟元整" in page
    assert "第1号方案" in page and "未付部分" not in page


def test_a_draft_is_written_and_its_differences_shown(table: Table) -> None:
    walks.proposed(table, in_session(table))
    assert send(table, **typed(table)).status_code == 302 or Agreement.objects.count() == 1
    row = Agreement.objects.get()
    assert row.responsibility == "水管老化。" and Promise.objects.filter(term__agreement=row).count() == 2
    page = body(window(table).get(f"/mediation/{table.case.number}/agreement/"))
    assert "与已接受方案的差异" in page and "修好三楼水管" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"t1-p2-amount": "1400"}, "2,900.00"),
        ({"t1-p2-on": "2026-02-31"}, "2026-02-31"),
        ({"t1-p1-on": "2020-01-01"}, "已经过去"),
        ({"t1-creditor": "2"}, "不是同一人"),
        ({"t1-amount": "三千"}, "三千"),
        ({"issues": ""}, "协议"),
        ({"seen": "1"}, "刷新"),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(table: Table, change: dict[str, object], said: str) -> None:
    in_session(table)
    answer = send(table, **typed(table, **change))
    page = body(answer)
    assert answer.status_code in {409, 422} and said in page, page[page.find('id="refusal"') :][:600]
    for word in ("三楼水管渗漏。", "水管老化。", "赔偿装修损失", "未付部分一并到期。", 'value="1500"'):
        assert word in page
    assert not Agreement.objects.exists()


def test_rows_come_and_go_without_javascript(table: Table) -> None:
    in_session(table)
    page = body(send(table, **typed(table, do="add_term")))
    assert 'name="t2-what"' in page and "赔偿装修损失" in page
    page = body(send(table, **typed(table, do="add_part-1")))
    assert 'name="t1-p3-on"' in page
    spread = typed(table, do="spread-1", **{"t1-first": "2026-01-31", "t1-months": "3", "t1-amount": "100"})
    page = body(send(table, **spread))
    assert 'value="33.00"' in page and 'value="34.00"' in page and 'value="2026-02-28"' in page
    assert not Agreement.objects.exists()


def test_equal_instalments_of_what_cannot_be_read_are_refused_with_everything_kept(table: Table) -> None:
    in_session(table)
    answer = send(table, **typed(table, do="spread-1", **{"t1-first": "2026-02-30", "t1-months": "0"}))
    assert answer.status_code == 422 and "2026-02-30" in body(answer) and 'value="1500.00"' in body(answer)


def fixed(table: Table) -> Agreement:
    """Fixed through the page, with its paper."""
    session = in_session(table)
    walks.proposed(table, session)
    send(table, **typed(table))
    walks.read(table, session)
    room.end(walks.fresh(session), "agreed", by=table.by, at=table.at)
    answer = send(table, "fix/", is_lawful="on")
    assert answer.status_code == 303, body(answer)
    return walks.again(Agreement.objects.get())


def test_fixing_says_what_is_missing_with_the_clause(table: Table) -> None:
    in_session(table)
    send(table, **typed(table, responsibility=""))
    answer = send(table, "fix/", is_lawful="on")
    assert answer.status_code == 422 and "fd-clause" in body(answer) and "三楼水管渗漏。" in body(answer)


def test_fixed_with_its_paper_and_opened_again(table: Table) -> None:
    row = fixed(table)
    assert row.state == AgreementState.FROZEN and row.file is not None
    assert Paper.objects.filter(kind="agreement", sha256=row.file.sha256).exists()
    made = window(table).get(f"/mediation/{table.case.number}/agreement/preview/?copy=2")
    text = "".join(pypdf.PdfReader(io.BytesIO(made.content)).pages[0].extract_text().split())
    assert made["Content-Type"] == "application/pdf" and "第2份" in text
    assert send(table, "open/", why="").status_code == 422
    assert send(table, "open/", why="金额写错").status_code == 303
    assert not Issued.objects.get(sha256=row.file.sha256).is_in_force
    assert walks.again(row).state == AgreementState.DRAFT


def scan(pages: int = 2) -> SimpleUploadedFile:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return SimpleUploadedFile("签名页.pdf", out.getvalue(), "application/pdf")


def test_signatures_by_hand_on_screen_and_by_the_mediator(table: Table) -> None:
    row = fixed(table)
    assert send(table, "sign/", signer="party:1", way="paper", scan=scan()).status_code == 303
    signature = Signature.objects.get()
    assert signature.pages == 2 and signature.scan is not None and signature.digest == row.digest
    assert send(table, "sign/", signer="party:2", way="touch", strokes="[[[1,1,0]]]").status_code == 422
    assert send(table, "sign/", signer="party:2", way="touch", strokes=walks.STROKES).status_code == 303
    assert send(table, "sign/", signer=f"seat:{table.seat.pk}", way="touch", strokes=walks.STROKES).status_code == 303
    assert walks.again(row).state == AgreementState.SIGNED
    assert send(table, "sign/", signer="party:2", way="touch", strokes=walks.STROKES).status_code in {403, 409, 422}


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (b"%PDF-1.7 nothing", "损坏"),
        (b"%PDF-1.7" + bytes(40 << 20), "MB"),
        (b"hello", "不属于可接收的类型"),
        (None, "扫描"),
    ],
)
def test_a_bad_scan_is_refused_in_clear_words(table: Table, upload: bytes | None, said: str) -> None:
    fixed(table)
    more = {} if upload is None else {"scan": SimpleUploadedFile("扫描.pdf", upload, "application/pdf")}
    answer = send(table, "sign/", signer="party:1", way="paper", **more)
    page = body(answer)
    assert answer.status_code == 422 and said in page, page[page.find('id="refusal"') :][:500]
    assert not Signature.objects.exists() and Agreement.objects.get().state == AgreementState.FROZEN


def test_nobody_signs_before_the_reading(table: Table) -> None:
    session = in_session(table)
    walks.proposed(table, session)
    send(table, **typed(table))
    send(table, "fix/", is_lawful="on")
    answer = send(table, "sign/", signer="party:1", way="touch", strokes=walks.STROKES)
    assert answer.status_code == 403 and "笔录" in body(answer) and not Signature.objects.exists()


def test_a_mandate_that_is_over_does_not_sign(table: Table) -> None:
    new = NewAgent(
        role=Agent.Role.REPRESENTATIVE, name="王律师", scope="special", powers="代为签收",
        valid_until=table.at.date() + timedelta(days=5),
    )  # fmt: skip
    case_verbs.add_agent(walks.fresh_party(table.parties[0]), new, by=table.by, at=table.at)
    fixed(table)
    Agent.objects.update(valid_until=table.at.date() - timedelta(days=1))
    agent = Agent.objects.get()
    answer = send(table, "sign/", signer="party:1", way="touch", strokes=walks.STROKES, agent=agent.pk)
    assert answer.status_code == 422 and "这份委托今天无效" in body(answer) and not Signature.objects.exists()


def test_a_guardian_signs_for_a_minor(monkeypatch: pytest.MonkeyPatch) -> None:
    minor = NewParty(side=2, name="小明", capacity=Party.Capacity.MINOR)
    made = make_accepted(parties=(NEIGHBOURS[0], minor))
    monkeypatch.setattr(clock, "now", lambda: made.at)
    guardian = NewAgent(role=Agent.Role.GUARDIAN, name="小明的母亲", relation="母亲")
    case_verbs.add_agent(walks.fresh_party(made.parties[1]), guardian, by=made.by, at=made.at)
    fixed(walks.planned(made))
    assert "由监护人签名" in body(window(made).get(f"/mediation/{made.case.number}/agreement/"))
    assert send(made, "sign/", signer="party:2", way="touch", strokes=walks.STROKES).status_code == 303
    assert Signature.objects.get().agent == Agent.objects.get()


def sealed(table: Table) -> Agreement:
    unit = table.desk.centre.unit
    seals.issue_test(unit.pk, "某人民调解委员会", by=table.by, at=table.at)
    row = fixed(table)
    for signer in [*table.parties, table.seat]:
        mark = Mark(way=Signature.Way.TOUCH, strokes=walks.STROKES)
        outcome.sign(walks.again(row), signer, mark, by=table.by, at=table.at)
    assert send(table, "seal/").status_code == 422  # nobody was told what it means
    answer = send(table, "seal/", is_effect_told="on")
    assert answer.status_code == 303, body(answer)
    return walks.again(row)


def test_three_sealed_copies_that_anybody_can_check(table: Table, tmp_path: Path) -> None:
    row = sealed(table)
    assert row.state == AgreementState.EFFECTIVE and table.case.state == CaseState.EFFECTIVE
    copies = list(Copy.objects.filter(agreement=row).select_related("file").order_by("no"))
    assert len(copies) == 3 and len({copy.sha256 for copy in copies}) == 3
    for copy in copies:
        answer = window(table).get(f"/mediation/{table.case.number}/agreement/copies/{copy.no}/")
        made = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        text = "".join(pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text().split())
        assert f"第{copy.no}份" in text and "共3份" in text
        issued = Issued.objects.get(sha256=copy.sha256)
        assert issued.number == row.number and issued.is_in_force
    fixed_one = Issued.objects.exclude(sha256__in=[copy.sha256 for copy in copies]).get(number=row.number)
    assert not fixed_one.is_in_force and fixed_one.successor is not None
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is not installed")
    found = pdfsig(shelf.path_of(copies[0].sha256))
    assert "Signature is Valid" in found and "Total document signed" in found
    changed = bytearray(Path(shelf.path_of(copies[0].sha256)).read_bytes())
    changed[len(changed) // 3] ^= 1
    (tmp_path / "changed.pdf").write_bytes(bytes(changed))
    assert "Signature is Valid" not in pdfsig(tmp_path / "changed.pdf")


def test_sealed_it_is_handed_out_by_its_copies_alone(table: Table) -> None:
    row = sealed(table)
    address = f"/mediation/{table.case.number}/"
    page = body(window(table).get(address))
    assert f'value="agreement:{row.pk}"' not in page and "已由盖章协议书代替" in page
    for no in (1, 2, 3):
        assert f'href="{address}agreement/copies/{no}/"' in page
    made, issued = Paper.objects.count(), Issued.objects.count()
    for document in (f"agreement:{row.pk}", "agreement:0"):
        given = {"document": document, "form": "pdf", "seen": table.case.edition}
        answer = window(table).post(f"{address}papers/", given)
        assert answer.status_code == 403 and "已盖章" in body(answer)  # type: ignore[arg-type]
    assert (Paper.objects.count(), Issued.objects.count()) == (made, issued)
    shown = window(table).get(f"{address}agreement/preview/")
    assert b"".join(shown.streaming_content) == shelf.path_of(Copy.objects.get(no=3).sha256).read_bytes()  # type: ignore[attr-defined]


def pdfsig(pdf: Path) -> str:
    """What poppler says of the signatures."""
    return subprocess.run(["pdfsig", str(pdf)], capture_output=True, text=True, timeout=60, check=False).stdout


def test_without_a_certificate_it_says_what_to_do_and_nothing_is_sealed(table: Table) -> None:
    row = fixed(table)
    for signer in [*table.parties, table.seat]:
        mark = Mark(way=Signature.Way.TOUCH, strokes=walks.STROKES)
        outcome.sign(walks.again(row), signer, mark, by=table.by, at=table.at)
    answer = send(table, "seal/", is_effect_told="on")
    assert answer.status_code == 422 and "证书" in body(answer)
    assert walks.again(row).state == AgreementState.SIGNED and not Copy.objects.exists()


def test_copies_are_handed_over_with_proof(table: Table) -> None:
    sealed(table)
    assert send(table, "copies/1/deliver/", receipt="").status_code == 422
    assert send(table, "copies/1/deliver/", receipt="当面签收").status_code == 303
    assert Copy.objects.get(no=1).receipt == "当面签收"
    assert send(table, "copies/1/deliver/", receipt="再来一次").status_code == 403


def test_others_neither_read_nor_sign(table: Table) -> None:
    fixed(table)
    for rest in ("", "preview/"):
        assert window(table, "intake").get(f"/mediation/{table.case.number}/agreement/{rest}").status_code == 403
    answer = window(table, "intake").post(f"/mediation/{table.case.number}/agreement/fix/", {"seen": 1})
    assert answer.status_code in {403, 404}


def test_reading_a_row_back_is_what_was_typed() -> None:
    sent = {
        "terms": "1",
        "t1-what": "x",
        "t1-parts": "1",
        "t1-p1-on": "2026-01-01",
        "t1-amount": "￥1,000.50元",
        "t1-kind": "pay",
    }
    row = rows.read(sent)[0]
    assert row.what == "x" and row.amount == "￥1,000.50元"
    assert rows.clauses([row])[0].amount == 100_050 == rows.clauses([row])[0].parts[0].amount


def test_uploads_stand_under_the_data_directory() -> None:
    assert str(shelf.path_of("ab" * 32)).startswith(str(settings.DATA_DIR))


def test_an_oral_agreement_is_entered_as_it_was_said_back(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_accepted(is_on_the_spot=True)
    monkeypatch.setattr(clock, "now", lambda: made.at)
    walks.stepped(made, walks.opened(made, walks.on_the_spot(made)))
    address = f"/mediation/{made.case.number}/oral/"
    form = typed(made) | {"is_lawful": "on", "chosen_by": ["1", "2"], "confirmed_by": ["1"]}
    answer = window(made).post(address, {**form, "seen": made.case.edition})
    page = body(answer)
    assert answer.status_code in {403, 422} and "赔偿装修损失" in page and 'value="1500"' in page
    assert not Agreement.objects.exists() and made.case.state == CaseState.IN_SESSION
    answer = window(made).post(address, {**form, "confirmed_by": ["1", "2"], "seen": made.case.edition})
    assert answer.status_code == 303, body(answer)
    row = Agreement.objects.get()
    assert row.kind == Agreement.Kind.ORAL and made.case.state == CaseState.EFFECTIVE
    register = body(window(made).get("/mediation/oral/"))
    assert row.number in register and "林阿珍" not in register and "赔偿" not in register


def test_documents_are_made_read_and_noted(table: Table) -> None:
    address = f"/mediation/{table.case.number}/papers/"
    made = window(table).post(address, {"seen": table.case.edition, "document": "rights:0", "form": "pdf"})
    assert made.status_code == 303
    paper = Paper.objects.get(kind="rights")
    read = window(table).get(f"{address}{paper.pk}/")
    assert read["Content-Type"] == "application/pdf" and b"".join(read.streaming_content)[:4] == b"%PDF"  # type: ignore[attr-defined]
    assert window(table, "intake").get(f"{address}{paper.pk}/").status_code == 403
    reading = Entry.objects.filter(chain=table.case.ledger_chain, verb="personal.read")
    assert reading.exists()
    word = window(table).post(address, {"seen": table.case.edition, "document": "plan:0", "form": "docx"})
    assert word.content[:2] == b"PK"
    for wrong in ("nothing:0", "rights:x", "", "inquiry:0", "agreement:999"):
        answer = window(table).post(address, {"seen": table.case.edition, "document": wrong, "form": "pdf"})
        assert answer.status_code in {403, 422}, wrong
