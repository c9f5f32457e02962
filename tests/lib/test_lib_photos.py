"""Photos become plain upright JPEGs; the stored bytes hold no word of what the file said about itself."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from danvan.lib import photos
from danvan.lib.pdfs import BadPdf, check
from tests.evidence import pdf, picture

SECRET = b"zqbimat"


def seen(raw: bytes, x: int = 5, y: int = 5) -> tuple[int, int, int]:
    """The colour of a pixel, of the picture that was kept."""
    found = Image.open(io.BytesIO(photos.clean(raw).content))
    assert (found.format, found.mode) == ("JPEG", "RGB")
    return found.getpixel((x, y))  # type: ignore[return-value]


def near(found: tuple[int, ...], wanted: tuple[int, ...], by: int = 4) -> bool:
    return all(abs(a - b) <= by for a, b in zip(found, wanted, strict=True))


def marked() -> bytes:
    """EXIF with a place, a camera's owner and a thumbnail's worth of secrets."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = SECRET.decode()  # description, artist
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[29] = "N", (11.0, 50.0, 31.0), SECRET.decode()
    exif[0x8825] = gps
    return exif.tobytes()


def segments(jpeg: bytes) -> set[int]:
    """The markers of a JPEG up to its picture."""
    found, at = set(), 2
    while jpeg[at + 1] != 0xDA:
        found.add(jpeg[at + 1])
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_nothing_that_the_file_said_of_itself_is_kept(kind):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more = {"exif": marked(), "icc_profile": profile}
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", SECRET.decode())
        words.add_itxt("XML:com.adobe.xmp", xmp.decode())
        more["pnginfo"] = words
    elif kind == "JPEG":
        iptc = b"\xff\xed\x00\x10Photoshop 3.0\x00" + b"\xff\xfe\x00\x09" + SECRET
        more |= {"comment": SECRET, "xmp": xmp, "extra": iptc}
    else:
        more["xmp"] = xmp
    raw = picture(kind, **more) + b"<script>" + SECRET  # and a stowaway behind the picture's end
    assert raw.count(SECRET) >= 3
    kept = photos.clean(raw)
    for jpeg in (kept.content, kept.thumbnail):
        assert SECRET not in jpeg
        for word in (b"Exif", b"xmp", b"Photoshop", b"ICC_PROFILE", b"script"):
            assert word not in jpeg
        # The picture's own parts alone: JFIF's head, tables of quantities and codes, the frame. No APP1–15, no COM.
        assert segments(jpeg) <= {0xE0, 0xDB, 0xC0, 0xC4}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_of_the_eight_orientations_comes_out_upright(kind, orientation):
    """A red corner top left, blue bottom right; the file is turned as the camera was held."""
    upright = Image.new("RGB", (120, 80), "white")
    upright.paste("red", (0, 0, 40, 40))
    upright.paste("blue", (80, 40, 120, 80))
    # What undoes the turn that the tag asks for: 6 and 8 undo each other.
    undo = {**photos._TURNS, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    held = upright.transpose(undo[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    raw = io.BytesIO()
    held.save(raw, kind, exif=exif.tobytes())
    kept = photos.clean(raw.getvalue())
    assert (kept.width, kept.height) == (120, 80)
    assert near(seen(raw.getvalue(), 15, 15), (255, 0, 0), 12)
    assert near(seen(raw.getvalue(), 105, 65), (0, 0, 255), 12)
    assert near(seen(raw.getvalue(), 105, 15), (255, 255, 255), 12)


def test_the_colours_of_every_kind_of_picture_come_out_right():
    assert near(seen(picture(mode="CMYK", colour=(0, 255, 255, 0))), (255, 0, 0))
    assert near(seen(picture("PNG", mode="RGBA", colour=(255, 0, 0, 0))), (255, 255, 255))
    assert near(seen(picture("PNG", mode="RGBA", colour=(255, 0, 0, 128))), (255, 127, 127), 6)
    assert near(seen(picture("PNG", mode="LA", colour=(0, 0))), (255, 255, 255))
    assert near(seen(picture("PNG", mode="I;16", colour=0x8000)), (128, 128, 128))
    assert near(seen(picture("PNG", mode="1", colour=1)), (255, 255, 255))
    assert near(seen(picture("PNG", mode="L", colour=77)), (77, 77, 77))
    clear = Image.new("P", (60, 40), 0)
    clear.putpalette([10, 200, 10])
    for more, wanted in (({}, (10, 200, 10)), ({"transparency": 0}, (255, 255, 255))):
        out = io.BytesIO()
        clear.save(out, "PNG", **more)
        assert near(seen(out.getvalue()), wanted)


def test_another_colour_space_becomes_srgb():
    """Green of a profile whose green is 0.5 of sRGB's: converted with the profile, not read as it stands."""
    lab = ImageCms.createProfile("LAB")
    broken = picture(colour=(10, 200, 10), icc_profile=ImageCms.ImageCmsProfile(lab).tobytes())
    assert near(seen(broken), (10, 200, 10)), "a profile of other colours is left aside"
    srgb = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = (_tag(srgb, name) for name in (b"rXYZ", b"bXYZ"))
    srgb[red[0] : red[0] + 20], srgb[blue[0] : blue[0] + 20] = (
        srgb[blue[0] : blue[0] + 20], srgb[red[0] : red[0] + 20],
    )  # fmt: skip
    assert near(seen(picture(colour=(0, 0, 255), icc_profile=bytes(srgb))), (255, 0, 0), 12)


def _tag(profile: bytearray, name: bytes) -> tuple[int, int]:
    """Offset and size of a tag of an ICC profile (ICC.1, 7.3)."""
    for n in range(struct.unpack(">I", profile[128:132])[0]):
        at = 132 + 12 * n
        if profile[at : at + 4] == name:
            return struct.unpack(">II", profile[at + 4 : at + 12])
    raise KeyError(name)


@pytest.mark.parametrize("kind", ["PNG", "HEIF", "MPO"])
def test_of_several_pictures_the_first_is_kept(kind):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, kind, save_all=True, append_images=[Image.new("RGB", (60, 40), "blue")])
    assert near(seen(out.getvalue()), (255, 0, 0), 6)


def test_a_thumbnail_has_320_pixels_on_its_long_side():
    kept = photos.clean(picture(size=(4000, 1000)))
    assert (kept.width, kept.height) == (2400, 600)
    assert Image.open(io.BytesIO(kept.thumbnail)).size == (320, 80)
    small = photos.clean(picture(size=(90, 30)))
    assert Image.open(io.BytesIO(small.thumbnail)).size == (90, 30)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head claims so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(6000, 4200), (12_000, 9000), (60_000, 60_000)])
def test_too_many_pixels_are_refused_by_the_head_alone(size):
    with pytest.raises(photos.BadPhoto, match="quá lớn|hỏng"):
        photos.clean(bomb(*size))


REFUSED = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>", "gif": picture("GIF"), "webp": picture("WEBP"),
    "tiff": picture("TIFF"), "bmp": picture("BMP"), "zip": b"PK\x03\x04", "empty": b"",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0",
    "half": picture(size=(900, 900))[:700], "half heic": picture("HEIF")[:400], "a head alone": b"\xff\xd8\xff\xe0",
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_photo_is_refused_whatever_it_is_called(name):
    with pytest.raises(photos.BadPhoto, match="Chỉ nhận|hỏng"):
        photos.clean(REFUSED[name])


def test_broken_files_are_kept_or_refused_and_nothing_else():
    dice = random.Random(2022)
    for raw in (picture(exif=marked()), picture("PNG", exif=marked()), picture("HEIF", exif=marked())):
        for _ in range(80):
            broken = bytearray(raw)
            for _ in range(dice.randint(1, 9)):
                broken[dice.randrange(12, len(broken))] = dice.randrange(256)
            try:
                photos.clean(bytes(broken))
            except photos.BadPhoto:
                pass


# ---- PDF ----


def test_a_whole_pdf_passes():
    check(pdf())
    check(pdf(b"/OpenAction [3 0 R /Fit] /Names << /EmbeddedFiles 4 0 R >> "))  # our own reports carry their figures


def in_stream(inside: bytes) -> bytes:
    packed = zlib.compress(inside)
    return pdf(b">>\nendobj\n2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\n<<")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"%PDF-1.7\nhalf", "hỏng"), (b"%PDF-<script>" + pdf()[8:], "hỏng"), (pdf()[:-30], "hỏng"),
        (pdf(b"/Encrypt 5 0 R "), "mật khẩu"),
        (pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> "), "mã chạy"),
        (pdf(b"/A << /S /J#61vaScript >> "), "mã chạy"), (pdf(b"/A << /S /Launch /F (cmd.exe) >> "), "mã chạy"),
        (pdf(b"/AcroForm << /XFA 7 0 R >> "), "mã chạy"), (in_stream(b"<< /S /JavaScript >>"), "mã chạy"),
        (in_stream(b"0" * 40_000_000), "bung ra"),
        (in_stream(b"x").replace(b"stream\n\x78", b"stream\n\x00"), "không đọc được"),
    ],
    ids=range(11),
)  # fmt: skip
def test_a_pdf_with_a_password_or_a_program_is_refused(raw, why):
    with pytest.raises(BadPdf, match=why):
        check(raw)


def test_an_object_stream_without_programs_passes():
    check(in_stream(b"<< /Type /Page >>"))
