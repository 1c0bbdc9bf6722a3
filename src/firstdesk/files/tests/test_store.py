"""What is taken is made harmless; what is not what it says is refused, in words that help."""

import io
from datetime import timedelta

import pytest
from django.conf import LazySettings
from PIL import Image

from firstdesk.common.refusals import Refusal
from firstdesk.files import kinds, limits, services, shelf
from firstdesk.files.models import File
from firstdesk.files.tests import samples
from firstdesk.files.tests.samples import upload
from firstdesk.ledger.actors import Actor
from firstdesk.matters.tests.factories import MONDAY

pytestmark = pytest.mark.django_db
BY = Actor.system("portal")


def store(content: bytes, name: str = "照片.jpg") -> File:
    return services.store(upload(content, name), by=BY, at=MONDAY)


def kept(file: File, *, small: bool = False) -> bytes:
    with shelf.open_file(file.sha256, small=small) as stream:
        return stream.read()


def broken_inside(content: bytes) -> bytes:
    """The head of the file as it was, its pixels gone: what a broken transfer leaves."""
    half = len(content) // 2
    return content[:half] + bytes(len(content) - half)


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "jpeg"), ("HEIF", "jpeg"), ("PNG", "png"), ("WEBP", "webp")])
def test_a_picture_keeps_its_pixels_and_nothing_else(form: str, kind: str) -> None:
    content = samples.picture(form)
    assert b"SecretPhone" in content
    file = store(content, "../../etc/我家\u202egpj.exe")
    assert (file.kind, file.width, file.height) == (kind, 640, 400)
    assert file.name == "我家gpj" + kinds.SUFFIX[kinds.Kind(kind)]
    for small in (False, True):
        bytes_kept = kept(file, small=small)
        image = Image.open(io.BytesIO(bytes_kept))
        assert not image.getexif()
        assert not image.info.get("comment")
        assert not image.info.get("icc_profile")
        assert b"Secret" not in bytes_kept
        assert b"secret" not in bytes_kept
        assert b"Exif" not in bytes_kept
    assert file.sha256 != file.source_sha256
    assert len(kept(file, small=True)) <= file.size


@pytest.mark.parametrize("form", ["JPEG", "HEIF"])
def test_a_picture_lying_on_its_side_is_turned(form: str) -> None:
    file = store(samples.picture(form, turned=True))
    assert (file.width, file.height) == (400, 640)
    corner = Image.open(io.BytesIO(kept(file))).getpixel((390, 10))
    assert min(corner) > 240  # type: ignore[type-var,arg-type]  # the white corner is where the camera saw it


def test_a_large_picture_is_kept_at_a_readable_size() -> None:
    file = store(samples.picture(size=(9000, 3000)))
    assert (file.width, file.height) == (4096, 1365)


def test_what_hides_behind_a_picture_is_gone() -> None:
    """A picture that is a page and a parcel as well: only the picture is kept."""
    file = store(samples.picture() + b"<script>alert(1)</script>PK\x03\x04evil")
    assert b"script" not in kept(file)
    assert b"PK\x03\x04" not in kept(file)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"<html><script>alert(1)</script></html>", "照片.jpg", "不属于可接收的类型"),
        (b"MZ\x90\0" + bytes(200), "report.pdf", "不属于可接收的类型"),
        (b"GIF89a" + bytes(200), "x.gif", "不属于可接收的类型"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "x.png", "不属于可接收的类型"),
        (b"PK\x03\x04" + bytes(200), "a.docx", "不属于可接收的类型"),
        (b"\0\0\0\x20ftypheic" + bytes(100), "IMG_1.HEIC", "已损坏"),
        (samples.picture("HEIF")[:900], "半张.heic", "已损坏"),
        (broken_inside(samples.picture("HEIF")), "IMG_2.HEIC", "已损坏"),
        (b"", "空.jpg", "空文件"),
        (b"\xff\xd8\xff\xe0" + bytes(300), "坏.jpg", "已损坏"),
        (samples.picture()[:1500], "半张.jpg", "已损坏"),
        (samples.picture("PNG").replace(b"IHDR", b"IHDX", 1), "坏.png", "已损坏"),
        (b"RIFF\x10\0\0\0WAVEjunk", "坏.wav", "已损坏"),
        (b"ID3\x04\0\0\0\0\0\0" + bytes(100), "坏.mp3", "已损坏"),
        (samples.m4a(handler=b"vide"), "片.m4a", "视频"),
    ],
)
def test_refused_with_what_to_do(content: bytes, name: str, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        store(content, name)
    assert says in str(refused.value.message)
    assert name in str(refused.value.message)
    assert not File.objects.exists()
    assert not list(shelf.left_behind())


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    content = samples.bomb()
    assert len(content) < 5_000
    with pytest.raises(Refusal, match="像素过大"):
        store(content, "炸弹.png")


def test_a_lying_bomb_ends_in_the_workshop() -> None:
    """Within the limit of pixels, and more than the numbers allow: the child ends, the desk goes on."""
    with pytest.raises(Refusal):
        store(samples.bomb(7_900), "炸弹.png")


def test_a_plain_pdf_is_kept_byte_by_byte() -> None:
    file = store(samples.paper(), "材料.PDF")
    assert (file.kind, file.name) == ("pdf", "材料.pdf")
    assert kept(file) == samples.paper()
    assert file.sha256 == file.source_sha256


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (samples.paper(b"/OpenAction << /S /JavaScript /JS (x) >> "), "内含程序"),
        (samples.paper(b"/OpenAction << /S /J#61vaScript /J#53 (x) >> "), "内含程序"),
        (samples.packed_paper(b"5 0 << /S /Launch /F (cmd.exe) >>"), "内含程序"),
        (samples.paper(b"/Names << /EmbeddedFiles 9 0 R >> "), "内含程序"),
        (samples.paper().replace(b"/Size 4", b"/Encrypt 9 0 R /Size 4"), "密码"),
        (samples.paper(tail=b"PK\x03\x04 a parcel behind the paper"), "已损坏"),
        (b"%PDF-1.7\n" + bytes(300), "已损坏"),
    ],
)
def test_a_pdf_that_does_more_than_be_read_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        store(content, "材料.pdf")
    assert says in str(refused.value.message)


def test_recordings_lose_what_is_said_about_them() -> None:
    secret = b"+25.4321+119.0157/ Zhang San"
    for content, name in (
        (samples.wav(note=secret), "a.wav"), (samples.mp3(tag=secret), "a.mp3"), (samples.m4a(said=secret), "a.m4a"),
    ):  # fmt: skip
        assert secret in content
        file = store(content, name)
        assert secret not in kept(file)
        assert b"Zhang" not in kept(file)
        assert file.name == name
    assert kept(store(samples.wav())) == samples.wav()
    assert kept(store(samples.m4a())) == samples.m4a().replace(b"udta", b"free")


def test_too_large_and_too_many(settings: LazySettings) -> None:
    settings.FILES_BYTES = 1 << 20
    settings.FILES_AT_ONCE = 2
    with pytest.raises(Refusal, match="最大接收 1 MB"):
        store(samples.picture() + bytes(1 << 20))
    with pytest.raises(Refusal, match="最多 2 个"):
        services.store_all([upload(samples.picture())] * 3, by=BY, at=MONDAY)
    with pytest.raises(Refusal):
        services.store_all([upload(samples.picture()), upload(b"no", "x.txt")], by=BY, at=MONDAY)
    assert not File.objects.exists()


def test_the_same_bytes_stand_once() -> None:
    first, second = store(samples.wav(), "一.wav"), store(samples.wav(), "二.wav")
    assert first.sha256 == second.sha256
    assert [sha256 for sha256, _put in shelf.kept()].count(first.sha256) == 1
    assert shelf.path_of(first.sha256).stat().st_mode & 0o077 == 0


def test_what_nothing_points_to_is_swept_away_after_a_day() -> None:
    first, second = store(samples.wav(), "一.wav"), store(samples.picture("PNG", colour="red"), "二.png")
    put = max(moment for _sha, moment in shelf.kept())
    now = MONDAY.fromtimestamp(put, tz=MONDAY.tzinfo)
    File.objects.update(uploaded_at=now)
    services.sweep(at=now + timedelta(hours=23))
    assert shelf.path_of(first.sha256).exists()
    services.sweep(at=now + timedelta(hours=25))
    assert not File.objects.exists()
    for path in (shelf.path_of(first.sha256), shelf.path_of(second.sha256), shelf.path_of(second.sha256, small=True)):
        assert not path.exists()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\张三\\照片.png", "照片.jpg"),
        ("a\0b\n\u202ec.jpg", "abc.jpg"),
        ("....", "picture.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("x" * 500 + ".jpg", "x" * 116 + ".jpg"),
        ('<img src=x onerror="a">.jpg', "img src=x onerror= a.jpg"),
    ],
)
def test_names_cannot_mislead(given: str, name: str) -> None:
    assert limits.clean_name(given, kinds.Kind.JPEG) == name
