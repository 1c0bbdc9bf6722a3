"""A picture is decoded and drawn anew: turned as the camera meant it, without a word of what stood around the pixels.

So neither the place and time a telephone writes into a photo nor anything hidden behind the picture is kept.
"""

import io
import warnings
from collections.abc import Mapping
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageFile, ImageOps

from firstdesk.files.workshop.main import Refused

LONGEST = 4096  # pixels of the longer side kept; enough to read a document photographed
PIXELS = 64_000_000  # decoded whole
PIXELS_JPEG = 260_000_000  # a JPEG is decoded at a fraction of its size where it is larger than needed
SMALL = 480
FORMATS = {"jpeg": ("JPEG", "HEIF"), "png": ("PNG",), "webp": ("WEBP",)}  # a telephone's HEIC is kept as JPEG
pillow_heif.options.DECODE_THREADS = 1  # each thread would reserve memory of the limit
pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # counted here, before a pixel is decoded
ImageFile.LOAD_TRUNCATED_IMAGES = False


def work(order: Mapping[str, Any]) -> dict[str, object]:
    """Draws `source` anew into `target`, and small into `small`."""
    kind = str(order["kind"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        drawn = _decoded(str(order["source"]), kind)
    _write(drawn, str(order["target"]), kind)
    drawn.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    _write(drawn, str(order["small"]), kind)
    with Image.open(str(order["target"])) as kept:
        return {"width": kept.width, "height": kept.height}


def _decoded(source: str, kind: str) -> Image.Image:
    try:
        image = Image.open(source, formats=FORMATS[kind])
    except Exception as error:
        raise Refused("broken") from error
    if image.width * image.height > (PIXELS_JPEG if image.format == "JPEG" else PIXELS):
        raise Refused("too_many_pixels")
    image.draft(None, (LONGEST, LONGEST))
    try:
        image.load()
    except MemoryError:
        raise
    except Exception as error:
        raise Refused("broken") from error
    turned = _in_plain_colours(ImageOps.exif_transpose(image))
    turned.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    clean = Image.new(turned.mode, turned.size)  # nothing of the old but its pixels
    clean.paste(turned)
    return clean


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """sRGB: a telephone's wide colours are converted while their profile is still there."""
    profile = image.info.get("icc_profile")
    has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    mode = "RGBA" if has_alpha else "L" if image.mode in {"1", "L"} else "RGB"
    if profile and image.mode in {"RGB", "RGBA"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=image.mode)
            image = turned or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile nobody can read: the numbers are taken as they are
    return image.convert(mode)


def _write(image: Image.Image, target: str, kind: str) -> None:
    if kind == "jpeg":
        flat = image if image.mode in {"RGB", "L"} else image.convert("RGB")
        flat.save(target, "JPEG", quality=88, optimize=True, progressive=True)
    elif kind == "png":
        image.save(target, "PNG", optimize=False, compress_level=6)
    else:
        image.save(target, "WEBP", quality=86, method=3)
