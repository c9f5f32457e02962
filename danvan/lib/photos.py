"""Photos as people send them (JPEG, PNG, HEIC) become plain JPEGs: upright, sRGB, on white, without any metadata.

What is read is decided by the first bytes, never by the file's name. Pixels are counted from the header, before
anything is decoded. The picture is painted into a new image, so that EXIF, XMP, IPTC, comments, ICC profiles and what
stands behind the picture's end have no way into the bytes that are kept.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageFile

MAX_PIXELS = {"JPEG": 50_000_000, "HEIF": 50_000_000, "PNG": 25_000_000}
"""A phone's largest ordinary mode makes 8160 × 6120; a PNG cannot be decoded smaller than it is."""
LONG_SIDE = 2400
THUMB_SIDE = 320
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# EXIF tag 0x0112 → what turns the picture upright (CIPA DC-008, 4.6.4).
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_SRGB = ImageCms.createProfile("sRGB")

# Only the picture itself: embedded thumbnails, depth maps and the like are never read.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=2)


class BadPhoto(ValueError):
    """The file cannot be kept; the message says why, to a person."""


@dataclass(frozen=True, slots=True)
class Photo:
    """Two JPEGs of one picture; `width` and `height` are of the larger one, in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def format_of(raw: bytes) -> str:
    """Pillow's name of the format by the file's first bytes; "" when it is none that we read."""
    if raw[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if raw[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    return "HEIF" if raw[4:8] == b"ftyp" and raw[8:12] in _HEIC_BRANDS else ""


def clean(raw: bytes) -> Photo:
    """The picture in `raw` (of several its first), ready to keep. Raises BadPhoto."""
    found = format_of(raw)
    if not found:
        raise BadPhoto("Chỉ nhận ảnh JPEG, PNG, HEIC hoặc tệp PDF; nội dung tệp này không phải.")
    try:
        with _whole_files_only():
            picture = _picture(raw, found)
        small = picture.copy()
        small.thumbnail((THUMB_SIDE, THUMB_SIDE))
        return Photo(_jpeg(picture, 85), _jpeg(small, 80), picture.width, picture.height)
    except BadPhoto:
        raise
    except Exception as error:  # a decoder given bad bytes fails in any way it likes
        raise BadPhoto("Ảnh hỏng hoặc tải lên chưa đủ. Hãy mở thử trên máy rồi gửi lại.") from error


@contextmanager
def _whole_files_only() -> Iterator[None]:
    """WeasyPrint lets Pillow fill what is missing of a file with grey, for all of the process: evidence is whole."""
    was, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = was


def _picture(raw: bytes, found: str) -> Image.Image:
    with Image.open(io.BytesIO(raw), formats=(found,)) as opened:
        if opened.width * opened.height > MAX_PIXELS[found]:
            most = MAX_PIXELS[found] // 1_000_000
            raise BadPhoto(f"Ảnh quá lớn (trên {most} triệu điểm ảnh). Hãy chụp hoặc lưu lại nhỏ hơn.")
        opened.draft(None, (LONG_SIDE, LONG_SIDE))  # a JPEG is decoded at half or quarter size where that is enough
        opened.load()
        turn = _TURNS.get(_orientation(opened))
        profile = opened.info.get("icc_profile")
        image = _eight_bits(opened)
        image.thumbnail((LONG_SIDE, LONG_SIDE))
        if image.mode == "RGBA":
            white = Image.new("RGB", image.size, "white")
            white.paste(image, mask=image.getchannel("A"))
            image = white
        image = _in_srgb(image, profile)
        if turn is not None:
            image = image.transpose(turn)
    plain = Image.new("RGB", image.size)
    plain.paste(image)
    return plain


def _orientation(image: Image.Image) -> Any:
    try:
        return image.getexif().get(_ORIENTATION)
    except Exception:  # whatever is wrong with the metadata, the picture stands
        return None


def _eight_bits(image: Image.Image) -> Image.Image:
    """L, RGB, CMYK or RGBA (where anything is transparent) of any mode that the three formats have."""
    if image.mode.startswith("I"):  # 16 bits of grey: convert() would cut them off at white
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image.copy()
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile of another kind of colours, or a broken one: the colours as they are
    return image.convert("RGB")


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
