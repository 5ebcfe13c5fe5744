"""Photographs: position read, then decoded, turned upright and written anew without metadata."""

import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

import pillow_heif
from PIL import ExifTags, Image, ImageCms, ImageOps

from yankao.kernel.values.taipei import TAIPEI

from .boxes import Box, covered
from .words import Refused

pillow_heif.register_heif_opener()
# Pixels are counted in `_opened` before anything is decoded; Pillow's own check only warns.
Image.MAX_IMAGE_PIXELS = None
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

READ = (
    "JPEG",
    "PNG",
    "WEBP",
    "HEIF",
)  # JPEG reads the several-picture files of telephones (MPO) too
WRITTEN = {"PNG": "PNG", "WEBP": "WEBP"}
THUMBNAIL = (480, 480)
DECODED_PIXELS = 50_000_000
LARGEST_PNG = 4_000_000
UNREADABLE = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True)
class Taken:
    """Where and when a photo says it was taken: offered to its sender, never trusted."""

    lng: float | None = None
    lat: float | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Photo:
    content: bytes
    content_type: str
    width: int
    height: int
    thumbnail: bytes
    taken: Taken


def read_photo(content: bytes, *, name: str, megapixels: int, side: int) -> Photo:
    """The same picture without its metadata, at most `side` pixels long."""
    with _opened(content, name) as image:
        _refuse_bombs(image, name, megapixels, side)
        taken = read_taken(image)
        kept = _kept_as(image)
        try:
            clean = _upright(image, side)
            return Photo(
                content=_written(clean, kept),
                content_type=f"image/{kept.lower()}",
                width=clean.width,
                height=clean.height,
                thumbnail=_thumbnail(clean),
                taken=taken,
            )
        except UNREADABLE as error:
            raise Refused("broken_photo", name=name) from error


def written_masked(content: bytes, content_type: str, boxes: Iterable[Box]) -> tuple[bytes, bytes]:
    """A picture of ours with these boxes painted over, and its thumbnail, made from it."""
    with Image.open(io.BytesIO(content), formats=READ) as image:
        burnt = covered(image, boxes)
    return _written(burnt, content_type.removeprefix("image/").upper()), _thumbnail(burnt)


def _kept_as(image: Image.Image) -> str:
    """PNG and WebP stay what they are; a PNG the size of a photograph becomes a JPEG."""
    kept = WRITTEN.get(image.format or "", "JPEG")
    large = image.width * image.height > LARGEST_PNG
    return "JPEG" if kept == "PNG" and large and not image.has_transparency_data else kept


def _opened(content: bytes, name: str) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=READ)
    except UNREADABLE as error:
        raise Refused("broken_photo", name=name) from error


def _refuse_bombs(image: Image.Image, name: str, megapixels: int, side: int) -> None:
    """Counts pixels in the file, and those in memory after a JPEG was asked to shrink itself."""
    width, height = image.size
    if width * height <= megapixels * 1_000_000:
        image.draft(None, (side, side))
        if image.width * image.height <= DECODED_PIXELS:
            return
    raise Refused("too_many_pixels", name=name, width=width, height=height)


def _upright(image: Image.Image, side: int) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _in_srgb(upright)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Plain RGB (or RGBA); telephones' wide colours are converted because the profile goes."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
            return converted or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError):
            return image.convert(mode)
    return image.convert(mode)


def _bare(image: Image.Image) -> Image.Image:
    """Pixels only: whatever the decoder hung on the picture stays behind."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _written(image: Image.Image, kept: str) -> bytes:
    target = io.BytesIO()
    image = _bare(image)
    if kept == "PNG":
        image.save(target, "PNG", compress_level=4)
    elif kept == "WEBP":
        image.save(target, "WEBP", quality=88)
    else:
        image.convert("RGB").save(target, "JPEG", quality=88)
    return target.getvalue()


def _thumbnail(image: Image.Image) -> bytes:
    small = _bare(image)
    small.thumbnail(THUMBNAIL, Image.Resampling.LANCZOS)
    target = io.BytesIO()
    small.save(target, "WEBP", quality=75)
    return target.getvalue()


def read_taken(image: Image.Image) -> Taken:
    """Position and time from EXIF; a broken block is as good as none."""
    try:
        exif = image.getexif()
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        shot = exif.get_ifd(ExifTags.IFD.Exif)
        lat = _degrees(place.get(ExifTags.GPS.GPSLatitude), place.get(ExifTags.GPS.GPSLatitudeRef))
        lng = _degrees(
            place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLongitudeRef)
        )
        at = _moment(
            shot.get(ExifTags.Base.DateTimeOriginal), shot.get(ExifTags.Base.OffsetTimeOriginal)
        )
    except (*UNREADABLE, AttributeError, ZeroDivisionError):
        return Taken()
    if lat is None or lng is None or abs(lat) > 90 or abs(lng) > 180 or (lat == 0 and lng == 0):
        return Taken(at=at)
    return Taken(lng=lng, lat=lat, at=at)


def _degrees(parts: object, hemisphere: object) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        return None
    return round(-value if hemisphere in ("S", "W") else value, 6)


def _moment(text: object, offset: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    moment = datetime.strptime(text.strip("\0 "), "%Y:%m:%d %H:%M:%S")
    return moment.replace(tzinfo=_zone(offset))


def _zone(offset: object) -> tzinfo:
    """The camera's own zone, else ours."""
    if isinstance(offset, str) and len(offset) == 6 and offset[0] in "+-" and offset[3] == ":":
        hours, minutes = int(offset[1:3]), int(offset[4:6])
        if hours < 24 and minutes < 60:
            ahead = timedelta(hours=hours, minutes=minutes)
            return timezone(-ahead if offset[0] == "-" else ahead)
    return TAIPEI
